import { shareOf } from '../src/referral/money.ts';
import type { RefusalReason } from '../src/store/schema.ts';
import { ZONES } from './any-provider.ts';
import { providerOf } from './naive-money.ts';
import type { NaivePayment } from './naive-payments.ts';
import { type Held, type NaiveReward, type Row, versionInForce } from './naive-rewards.ts';
import type { Written } from './written.ts';

/** Something written of a provider, and what else there is. */
interface Look<Of> {
  readonly of: Of;
  readonly held: Held;
  readonly rewards: readonly NaiveReward[];
}

/** What there may be of something, by what it is called. */
type Sights<Of> = Readonly<Record<string, (look: Look<Of>) => boolean>>;

const ofRewards: Sights<NaiveReward> = {
  'a reward': () => true,
  'a reward of less than nothing': ({ of }) => of.refund === null && of.amount < 0,
  'a reward in another currency': (look) => isForeign(look),
  'a reward that is held back': ({ of, held }) => versionInForce(held, of).hold_days > 0,
  'cut by limit_referral': (look) => isCut(look) && versionInForce(look.held, look.of).limit_period === null,
  'cut by limit_period': (look) => isCut(look) && versionInForce(look.held, look.of).limit_referral === null,
  'cut in another currency': (look) => isCut(look) && isForeign(look),
  'taken back': ({ of }) => of.refund !== null,
  'taken back in parts': (look) => siblingsOf(look).some(({ refund }) => refund !== null && refund !== look.of.refund),
  'taken back while held back': (look) =>
    look.of.refund !== null &&
    versionInForce(look.held, look.of).hold_days > 0 &&
    siblingsOf(look).some(({ refund, cdate }) => refund === null && cdate === look.of.cdate),
  ...namedBy(ZONES, 'a reward in', (zone, { held }) => providerOf(held).timezone === zone),
  ...namedBy(['EUR', 'JPY', 'KWD', 'USD'], 'a reward in', (iso, { of, held }) => isoOf(held, of.currency) === iso),
  ...namedBy(
    ['EUR', 'JPY', 'KWD', 'USD'],
    'a reward by a provider with',
    (iso, { held }) => isoOf(held, providerOf(held).currency) === iso,
  ),
};

const reasons: Readonly<Record<RefusalReason, true>> = {
  ...({ self: true, left: true, barred: true, 'later-order': true, 'months-over': true } as const),
  ...({ condition: true, 'no-rate': true, nothing: true, limit: true } as const),
};

const ofRefusals: Sights<Row<'referralprogram_unrewarded'>> = {
  ...namedBy(Object.keys(reasons), 'refused for', (reason, { of }) => of.reason === reason),
  'a share that is refused for no-rate, for it has a limit': ({ of, held }) =>
    of.reason === 'no-rate' && versionInForce(held, of).percent !== null,
};

const ofInputs: Sights<Row<'referralprogram_input'>> = namedBy(
  ['1', '2', '3', '4'],
  'a condition of ctype',
  (ctype, { of, held }) =>
    held.referralprogram_rule_version_condition.some(
      (one) => one.version === of.version && one.condition === of.condition && String(one.ctype) === ctype,
    ),
);

const ofPayments: Sights<NaivePayment> = {
  'a payment': () => true,
  'a payment in another currency': (look) => isForeign(look),
  'a payment of what was too little': ({ of }) => carriedInto(of) > 0,
  'a payment less what was less than nothing': ({ of }) => carriedInto(of) < 0,
  'a payment less what was taken back': ({ of }) => of.rewards.some(({ refund }) => refund !== null),
};

/** What a comparison must have seen, for else it proves nothing of it. */
export const TO_BE_SEEN: readonly string[] = [ofRewards, ofRefusals, ofInputs, ofPayments].flatMap((sights) =>
  Object.keys(sights),
);

/** What of it there is in what was written of a provider. */
export function seenIn(written: Written, held: Held): string[] {
  const rules = new Set(held.referralprogram_rule.map(({ id }) => id));
  const isOwn = ({ referralprogram_rule: rule }: { readonly referralprogram_rule: number }): boolean => rules.has(rule);
  const rewards = written.rewards.filter(isOwn);
  const among = <Of>(sights: Sights<Of>, things: readonly Of[]): string[] =>
    Object.entries(sights)
      .filter(([, isSeen]) => things.some((of) => isSeen({ of, held, rewards })))
      .map(([name]) => name);
  return [
    ...among(ofRewards, rewards),
    ...among(ofRefusals, written.refusals.filter(isOwn)),
    ...among(ofInputs, written.inputs),
    ...among(
      ofPayments,
      written.payments.filter((payment) => payment.rewards.some(isOwn)),
    ),
  ];
}

function namedBy<Name extends string, Of>(
  names: readonly Name[],
  what: string,
  isSeen: (name: Name, look: Look<Of>) => boolean,
): Sights<Of> {
  return Object.fromEntries(names.map((name) => [`${what} ${name}`, (look: Look<Of>) => isSeen(name, look)]));
}

const isForeign = ({ of, held }: Look<{ readonly currency: number }>): boolean =>
  of.currency !== providerOf(held).currency;

const isoOf = (held: Held, currency: number): string | undefined =>
  held.currency.find(({ id }) => id === currency)?.iso;

/** Whether it is less than the share that it would be. */
function isCut({ of, held }: Look<NaiveReward>): boolean {
  const { percent } = versionInForce(held, of);
  const expense = held.expense.find(({ id }) => id === of.expense);
  return (
    of.refund === null && percent !== null && expense !== undefined && of.amount < shareOf(expense.amount, percent)
  );
}

/** What else there is of a reward's expense by its rule. */
const siblingsOf = ({ of, rewards }: Look<NaiveReward>): NaiveReward[] =>
  rewards.filter(
    (one) => one !== of && one.expense === of.expense && one.referralprogram_rule === of.referralprogram_rule,
  );

/** What was carried over to the date of a payment. */
const carriedInto = ({ rewards, reward_date }: NaivePayment): number =>
  rewards.filter(({ cdate }) => cdate < reward_date).reduce((sum, { amount }) => sum + amount, 0);
