import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { declare, staffOf } from '../call/declare.ts';
import { id, sok } from '../call/fields.ts';
import { form, saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { countsOf, erasePerson, planErasure } from '../person/erase-person.ts';
import { type Person, personOf } from '../person/person.ts';
import { personalTables, type PersonalTable } from '../person/rows.ts';
import type { Store, Writing } from '../store/open.ts';

export default declare({
  name: 'billref.person.erase',
  about:
    'Makes a client nobody: names, logins, passwords, keys, sessions, contacts, the basket, mail and free texts go, those in ' +
    'the audit included, and nobody logs in for the client any more. Every expense, refund, reward, payment and entry of ' +
    "the ledger stays with its sum, and so do the referral's link and what keeps anything from counting twice. Without " +
    '`sok` it is the form, which says how many rows of each table lose something. Once more, it erases what has come since. ' +
    'A partner stays in the programs until `referralprogram.referer.delete`. No table holds addresses of a network; ' +
    '`counter.log` and `billmaintain.log` have ids alone, which then lead to nobody, but `mail.log`, backups, and the free ' +
    'pages of the database until it is vacuumed are yours to see to.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'with sok',
  parameters: z.object({ sok, elid: id.describe('The client.') }),
  answer: {
    ok: 'The client is nobody.',
    already: '`on` if it has been nobody before.',
    ...Object.fromEntries(
      personalTables.filter(losesSomething).map((personal) => [personal.table, whatIsLost(personal)]),
    ),
  },
  examples: [
    { title: 'the form', as: 'provider', parameters: { elid: '3' } },
    { title: 'a client', as: 'provider', parameters: { elid: '3', sok: 'ok' } },
    { title: 'a client who is none', as: 'provider', parameters: { elid: '99', sok: 'ok' } },
  ],
  async run({ sok: confirmed, elid }, call) {
    if (!confirmed) {
      const person = await clientOfProvider(call.store, staffOf(call).project, elid);
      const counts = countsOf(await planErasure(call.store, person));
      return { doc: form({ values: { elid, already: isNobody(person), ...counts } }) };
    }
    return changing(call, async (writing, { project }) => {
      const person = await clientOfProvider(writing, project, elid);
      const plan = await planErasure(writing, person);
      const already = isNobody(person);
      if (already === undefined || plan.length > 0) {
        await erasePerson(writing, { person, plan, now: call.now });
        await audit(writing, call, { elid, after: { erased: countsOf(plan) } });
      }
      return { doc: saved(already === undefined ? {} : { already: { text: already } }) };
    });
  },
});

const isNobody = ({ erased }: Person): 'on' | undefined => (erased === null ? undefined : 'on');

async function clientOfProvider(store: Store | Writing, project: number, elid: number): Promise<Person> {
  const person = await personOf(store, { project, account: elid });
  if (person === undefined) throw noSuch('elid', elid);
  return person;
}

function losesSomething({ replaced, removed }: PersonalTable): boolean {
  return (replaced ?? removed) !== undefined;
}

/** For the reference. */
function whatIsLost({ removed, goes, replaced = {} }: PersonalTable): string {
  if (removed !== undefined) return 'Without `sok`: how many rows go.';
  const columns = Object.keys(replaced).map((column) => `\`${column}\``);
  return `Without \`sok\`: how many rows lose ${columns.join(', ')}${goes === undefined ? '' : ', or go'}.`;
}
