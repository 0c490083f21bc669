import { landingPage, runScript, settled } from './landing-page.mjs';
import { median } from './median.mjs';

const ROUNDS = 15;
/** Calls in a round. */
const CALLS = 20;

/** What a script adds to a `history.replaceState` and to a click on a link to billing, in microseconds. */
export async function costsOfUse(browser, site, script, slowdown) {
  const options = { links: ROUNDS * CALLS, slowdown };
  const plain = await landingPage(browser, site, options);
  const withScript = await landingPage(browser, site, options);
  await runScript(withScript, script);
  await settled(withScript);
  const added = {};
  for (const [name, use] of [
    ['replace_state_us', replaceState],
    ['click_us', click],
  ]) {
    const without = [];
    const scripted = [];
    // In turns, as the machine may be busy for a while.
    for (let round = 0; round < ROUNDS; round += 1) {
      without.push(await plain.evaluate(use, [round, CALLS]));
      scripted.push(await withScript.evaluate(use, [round, CALLS]));
    }
    added[name] = Number((((median(scripted) - median(without)) * 1000) / CALLS).toFixed(1));
  }
  await plain.context().close();
  await withScript.context().close();
  return added;
}

/** Milliseconds for a round of calls. */
const replaceState = ([round, calls]) => {
  const start = performance.now();
  for (let call = 0; call < calls; call += 1) history.replaceState(null, '', `/page/${round}/${call}`);
  return performance.now() - start;
};

/** Milliseconds for a round of clicks, each on another link, which a visitor presses first. */
const click = ([round, calls]) => {
  const links = [...document.links].slice(round * calls, (round + 1) * calls);
  const stay = (event) => event.preventDefault();
  addEventListener('click', stay);
  const start = performance.now();
  for (const link of links)
    for (const type of ['pointerdown', 'click'])
      link.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, composed: true }));
  const time = performance.now() - start;
  removeEventListener('click', stay);
  return time;
};
