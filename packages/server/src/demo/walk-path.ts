import { landingPartner, normalizeLanding } from '@billref/protocol';
import { maintain } from '../rewards/maintain.ts';
import { balancesOf } from '../store/overview.ts';
import { price } from '../pages/price.ts';
import type { Demo } from './start-demo.ts';

/**
 * Walks from the partner's link to the credited payment as a browser with the SDK would, and tells each hop with the
 * header or row that proves it.
 *
 * @throws Error naming the first hop that did not lead on
 */
export async function walkPath(demo: Demo, tell: (line: string) => void): Promise<void> {
  const { store, billing, site, link, partner } = demo;
  let hops = 0;
  const hop = (what: string, ...proofs: string[]): void => {
    hops += 1;
    tell(`${String(hops).padStart(2)}. ${what}`);
    for (const proof of proofs) tell(`      ${proof}`);
  };
  const browser = new Browser();

  const landing = new URL(`${site}catalog/${new URL(link).search}&utm_source=demo#prices`);
  const page = await browser.get(landing.href);
  must(page.body.includes(billing), 'the site does not name the billing address');
  hop('A visitor lands by the partner’s link', landing.href);

  const p = normalizeLanding(landing, String(landingPartner(landing)), 'referral', site);
  const query = new URLSearchParams({ func: 'referralprogram.registerclick', p, out: 'xjson' });
  const registered = await browser.get(`${billing}?${query.toString()}`, { Origin: new URL(site).origin });
  const cntid = (JSON.parse(registered.body) as { doc: { cntid?: { $: string } } }).doc.cntid?.$;
  must(cntid !== undefined, `the click was refused: ${registered.body}`);
  const click = await store
    .selectFrom('referralprogram_click')
    .where('sesid', '=', cntid)
    .select(['sesid', 'referer_account', 'referralprogram', 'site'])
    .executeTakeFirstOrThrow();
  must(click.referer_account === partner, 'the click has another partner');
  hop(
    'The site registers the click',
    `p=${p}`,
    `Access-Control-Allow-Origin: ${registered.allowOrigin ?? ''}`,
    row('referralprogram_click', click),
  );

  const order = `startpage=vhost&startform=vhost%2Eorder&project=${String(demo.project)}`;
  const arrival = await browser.get(
    `${billing}?func=register&redirect=${encodeURIComponent(order)}&cntid=${cntid}`,
    html,
  );
  must(arrival.setCookie !== undefined, 'billing gave no session');
  hop('The visitor goes to billing with the click id', `Set-Cookie: ${hidden(arrival.setCookie)}`);

  const email = 'visitor@example.com';
  const registration = await browser.post(billing, {
    func: 'register',
    sok: 'ok',
    realname: 'Visitor',
    email,
    passwd: 'a password',
    redirect: order,
  });
  must(registration.location !== undefined, `the registration was refused: ${registration.body}`);
  const referral = await store
    .selectFrom('referralprogram_referral')
    .where('sesid', '=', cntid)
    .select(['referral_account', 'referer_account', 'referralprogram', 'sesid'])
    .executeTakeFirstOrThrow();
  must(referral.referer_account === partner, 'the referral has another partner');
  hop(
    'The visitor registers and is the partner’s referral',
    row('referralprogram_referral', referral),
    `Location: ${registration.location}`,
  );

  await browser.get(new URL(registration.location, billing).href, html);
  await browser.post(billing, { func: 'quickorder', sok: 'ok', pricelist: '2', period: '1' });
  const basket = await browser.get(`${billing}?func=payment`, html);
  const amount = /name="amount" value="(\d+)"/.exec(basket.body)?.[1];
  must(amount !== undefined, 'the basket is empty');
  await browser.post(billing, { func: 'payment', sok: 'ok', amount });
  const expense = await store
    .selectFrom('expense')
    .where('account', '=', referral.referral_account)
    .select(['id', 'account', 'amount', 'currency', 'cday'])
    .executeTakeFirstOrThrow();
  hop('The referral orders and pays', row('expense', expense));

  const day = firstOfNextMonth(expense.cday);
  await maintain(demo, { now: Date.now(), day });
  const reward = await store
    .selectFrom('referralprogram_reward')
    .where('expense', '=', expense.id)
    .select(['id', 'expense', 'referralprogram_rule', 'referer_account', 'amount', 'cdate'])
    .executeTakeFirstOrThrow();
  must(reward.amount === Math.round(expense.amount / 10), 'the reward is not 10 %');
  hop(`The rewards run on ${day}`, row('referralprogram_reward', reward));

  const payment = await store
    .selectFrom('payment')
    .innerJoin('payment_reward', 'payment_reward.payment', 'payment.id')
    .where('payment_reward.reward', '=', reward.id)
    .select(['payment.id', 'payment.subaccount', 'payment.subaccountamount', 'payment.status'])
    .executeTakeFirstOrThrow();
  must(payment.status === 4, 'the payment is not credited');
  const balances = await balancesOf(store, partner);
  hop(
    'The partner is paid',
    row('payment', payment),
    `balance of partner ${String(partner)}: ${balances.map(price).join(', ')}`,
  );

  const again = await maintain(demo, { now: Date.now(), day });
  must(again.rewards === 0 && again.payments === 0, 'a second run paid again');
  hop('The rewards run again: nothing changes', JSON.stringify(again));
}

function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}

const row = (table: string, values: Readonly<Record<string, unknown>>): string => `${table} ${JSON.stringify(values)}`;

/** A session is its holder's secret; a demonstration may be pasted somewhere. */
const hidden = (cookie: string): string => cookie.replace(/=([^;]{4})[^;]*/, '=$1…');

function firstOfNextMonth(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

const html = { Accept: 'text/html' };

interface Seen {
  readonly body: string;
  readonly location: string | undefined;
  readonly setCookie: string | undefined;
  readonly allowOrigin: string | undefined;
}

/** As much of a browser as the path needs: it keeps its session and follows no redirect by itself. */
class Browser {
  #cookie = '';

  get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Seen> {
    return this.#fetch(url, { headers });
  }

  post(url: string, fields: Readonly<Record<string, string>>): Promise<Seen> {
    const headers = { ...html, Origin: new URL(url).origin };
    return this.#fetch(url, { method: 'POST', headers, body: new URLSearchParams(fields) });
  }

  async #fetch(
    url: string,
    { headers, ...init }: Omit<RequestInit, 'headers'> & { headers: Readonly<Record<string, string>> },
  ): Promise<Seen> {
    const response = await fetch(url, { ...init, headers: { ...headers, Cookie: this.#cookie }, redirect: 'manual' });
    const [setCookie] = response.headers.getSetCookie();
    this.#cookie = setCookie?.split(';')[0] ?? this.#cookie;
    return {
      body: await response.text(),
      location: response.headers.get('location') ?? undefined,
      setCookie,
      allowOrigin: response.headers.get('access-control-allow-origin') ?? undefined,
    };
  }
}
