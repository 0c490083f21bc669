// Sends clicks at a steady rate, whether or not the server keeps up, until the parent says to stop; then tells it for each
// when it was due and how long after that it was answered, in milliseconds. A click that failed took for ever.
//
// clicks.mjs ORIGIN CLICKS-PER-SECOND PARTNERS
import { Agent, get } from 'node:http';

const [origin, perSecond, partners] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const interval = 1000 / perSecond;
const clicks = [];
let next = performance.now();
let sent = 0;

const sending = setInterval(() => {
  for (; next <= performance.now(); next += interval) send(next);
}, 1);

function send(due) {
  const click = [performance.timeOrigin + due, Infinity];
  clicks.push(click);
  sent += 1;
  const p = encodeURIComponent(`https://site.com/?from=${1 + (sent % partners)}`);
  ask(`${origin}/billmgr?func=referralprogram.registerclick&out=xjson&p=${p}`, () => {
    click[1] = performance.now() - due;
  });
}

function ask(address, answered) {
  const request = get(address, { agent }, (response) => {
    let body = '';
    response.setEncoding('utf8').on('data', (chunk) => (body += chunk));
    response.on('end', () => {
      if (body.includes('cntid')) answered();
    });
    response.on('error', () => undefined);
  });
  request.on('error', ({ code }) => {
    // The server was just closing the connection, for nothing had come: a browser asks again as well.
    if (request.reusedSocket && code === 'ECONNRESET') ask(address, answered);
  });
}

process.on('message', () => {
  clearInterval(sending);
  // What is under way is waited for, for a while.
  setTimeout(() => process.send(clicks, () => process.exit()), 2000);
});

// The parent is gone, and nobody asks any more.
process.on('disconnect', () => process.exit());
