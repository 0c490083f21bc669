// Sends clicks over connections that stay open, one at a time on each: as fast as they are answered, or at a steady rate,
// whether or not the server keeps up; then tells how long they took. A steady click is timed from when it was due.
//
// load.mjs {"ports":[8081],"connections":500,"partners":100,"warm":2,"seconds":10,"rate":4000}
//
// `rate` is a second's; without one as fast as can be. With `clicks` in place of `seconds`, so many.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { createHistogram } from 'node:perf_hooks';

const {
  ports,
  connections,
  partners,
  warm = 0,
  seconds = Infinity,
  clicks = Infinity,
  rate,
} = JSON.parse(process.argv[2]);

/** Milliseconds in which an idle server has accepted them all. */
const SETTLED = 500;

const nonces = randomBytes(8).toString('hex');
let sent = 0;
let answered = 0;
let failed = 0;
let counted = 0;
let [begin, end, next] = [Infinity, Infinity, Infinity];
let ticking;
const opened = [];
let over = false;
const times = createHistogram();
const idle = [];
/** When those were due that found no idle connection. */
const due = [];

/** A click as a browser sends one from a provider's site. */
function click(port) {
  sent += 1;
  const p = encodeURIComponent(`https://site.com/?from=${1 + (sent % partners)}`);
  const { address, agent } = visitor(sent);
  return (
    `GET /billmgr?func=referralprogram.registerclick&p=${p}&out=xjson&nonce=${nonces}${sent.toString(36)}padding HTTP/1.1\r\n` +
    `Host: 127.0.0.1:${port}\r\nConnection: keep-alive\r\nX-Forwarded-For: ${address}\r\nsec-ch-ua-platform: "Windows"\r\n` +
    `User-Agent: ${agent}\r\nAccept: */*\r\nOrigin: https://site.com\r\nSec-Fetch-Site: cross-site\r\n` +
    'Sec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\nReferer: https://site.com/\r\n' +
    'Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-US,en;q=0.9\r\n\r\n'
  );
}

/** Each visitor has an address, as a proxy tells it. */
const visitor = (n) => ({
  address: `100.${64 + ((n >> 16) & 63)}.${(n >> 8) & 255}.${n & 255}`,
  agent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/14${n % 5}.0.0.0 Safari/537.36`,
});

function open(port) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let since = 0;
  let answer = '';
  const connection = {
    send(at) {
      since = at;
      socket.write(click(port));
    },
  };
  socket.setEncoding('latin1').on('data', (chunk) => {
    answer += chunk;
    const head = answer.indexOf('\r\n\r\n');
    const length = head < 0 ? undefined : /content-length: (\d+)/i.exec(answer)?.[1];
    if (length === undefined || answer.length < head + 4 + Number(length)) return;
    const now = performance.now();
    const good = answer.startsWith('HTTP/1.1 200') && answer.includes('"cntid"');
    answer = '';
    answered += 1;
    if (!good) failed += 1;
    if (now >= begin) {
      counted += 1;
      times.record(Math.max(1, Math.round((now - since) * 1000)));
    }
    if (over) return;
    if (rate === undefined) {
      if (sent < clicks) connection.send(now);
    } else if (due.length > 0) connection.send(due.shift());
    else idle.push(connection);
  });
  socket.on('connect', () => {
    opened.push(connection);
    // All are open before any asks: libuv accepts one a turn, which of a busy server takes long.
    if (opened.length === connections) setTimeout(start, SETTLED);
  });
  socket.on('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
}

for (let n = 0; n < connections; n += 1) open(ports[n % ports.length]);

function start() {
  next = performance.now();
  begin = next + warm * 1000;
  end = begin + seconds * 1000;
  if (rate === undefined) for (const connection of opened) connection.send(next);
  else idle.push(...opened);
  ticking = setInterval(tick, 1);
}

function tick() {
  const now = performance.now();
  if (rate !== undefined)
    for (; next <= now && next < end; next += 1000 / rate) {
      const connection = idle.pop();
      if (connection === undefined) due.push(next);
      else connection.send(next);
    }
  if (now < end && answered < clicks) return;
  clearInterval(ticking);
  over = true;
  const at = (share) => Number((times.percentile(share) / 1000).toFixed(2));
  console.log(
    JSON.stringify({
      clicks: counted,
      per_second: Math.round(counted / ((now - begin) / 1000)),
      ...{ p50_ms: at(50), p99_ms: at(99), longest_ms: Number((times.max / 1000).toFixed(2)) },
      ...{ failed, waiting: due.length },
    }),
  );
  process.exit();
}
