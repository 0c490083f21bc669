import { isClickId } from '@billref/protocol';
import { z } from 'zod';
import { type Answer, declare, userOf } from '../call/declare.ts';
import { id, text } from '../call/fields.ts';
import { missed, PlatformError } from '../call/platform-error.ts';
import { localTime } from '../referral/local-day.ts';
import { readLanding } from '../referral/match-landing.ts';
import type { SessionUser } from '../sessions/session.ts';
import { traceRefusals } from '../store/refusals.ts';
import { trace, type Traced, type TraceOf, traceSubject } from '../store/trace.ts';

export default declare({
  name: 'billref.trace',
  about:
    'What happened to a click, a client or an expense, in time order: click, registration, link, expenses, refunds, ' +
    'rewards, payments, each with its table and row. A partner may trace whom they brought, and hears of no other ' +
    'partner, nor what another system wrote of an expense. A landing that was refused has no click: it is found by its ' +
    'address or its partner, with the reason, for 30 days. The command `billref explain` tells the same, and how rules judge ' +
    'an expense.',
  access: 'either',
  readableBy: 'nobody',
  parameters: z.object({
    sesid: z.string().refine(isClickId).optional().describe('A click.'),
    account: id.optional().describe('Or a client.'),
    expense: id.optional().describe('Or an expense.'),
    p: text(2048)
      .optional()
      .describe(
        'Or the landings that were refused on this address, as `registerclick` got it; with its `from` if it has one.',
      ),
    partner: id.optional().describe('Or the landings of this partner that were refused.'),
  }),
  answer: {
    'elem.cdate': 'When; of a reward the beginning of its day, or its expense where that was later.',
    'elem.table': 'The table that holds it.',
    'elem.id': 'Its row there.',
    'elem.what': 'What happened.',
  },
  examples: [
    { title: 'a click', as: 'provider', parameters: { sesid: '1762745305.hvtgBc' } },
    { title: 'whom a partner brought', as: 'partner', parameters: { account: '3' } },
    { title: 'somebody else’s client', as: 'partner', parameters: { account: '1' } },
    { title: 'landings that were refused', as: 'provider', parameters: { p: 'https://site.com/catalog/?from=2' } },
  ],
  async run({ sesid, account, expense, p, partner: named }, call) {
    const user = userOf(call);
    if (p !== undefined || named !== undefined) {
      const { site, partner = named } = p === undefined ? {} : landingOf(p);
      // A partner hears of their own links alone.
      const own = user.account ?? partner;
      const none = own !== partner && partner !== undefined;
      const refused = none ? [] : await traceRefusals(call.store, { project: user.project, site, partner: own });
      return told(refused, user);
    }
    const of = traceOf({ sesid, account, expense });
    const subject = await traceSubject(call.store, of);
    const isStaff = user.account === undefined;
    const allowed = subject?.project === user.project && (isStaff || subject.partner === user.account);
    if (subject === undefined || !allowed)
      throw new PlatformError(
        'value',
        of.kind === 'click' ? 'sesid' : of.kind,
        NONE,
        sesid ?? String(account ?? expense),
      );
    // Of a click whose client is another partner's by now, the click alone.
    const seen = isStaff || subject.partnerOfClient === user.account ? subject : { ...subject, account: undefined };
    const events = await trace(call.store, seen, { isStaff });
    return told(
      events.filter(({ partner }) => isStaff || partner === undefined || partner === user.account),
      user,
    );
  },
});

function told(events: readonly Traced[], { timezone }: SessionUser): Answer {
  const elem = events.map(({ cdate, table, id, what }) => ({
    children: {
      cdate: { text: localTime(cdate, timezone) },
      table: { text: table },
      id: { text: id },
      what: { text: what },
    },
  }));
  return { doc: { children: { elem } } };
}

/** The address and the partner of a landing, as its refusal was kept. */
function landingOf(p: string): { site: string; partner: number | undefined } {
  const landing = readLanding(p, undefined);
  if ('malformed' in landing)
    throw new PlatformError('value', 'p', { en: `'p' is no landing's address`, ru: `'p' – не адрес перехода` }, p);
  return { site: landing.website, partner: landing.partner };
}

const NONE = { en: 'there is nothing of yours with this id', ru: 'у вас нет ничего с таким кодом' };

function traceOf(asked: {
  sesid: string | undefined;
  account: number | undefined;
  expense: number | undefined;
}): TraceOf {
  const { sesid, account, expense } = asked;
  if (sesid !== undefined) return { kind: 'click', sesid };
  if (account !== undefined) return { kind: 'account', account };
  if (expense !== undefined) return { kind: 'expense', expense };
  throw missed('sesid');
}
