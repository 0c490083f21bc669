import { isPromoCodeTemplate, isWebsiteUrl } from '@billref/protocol';
import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing, fieldNow } from '../call/changing.ts';
import { type Answer, type Call, declare, staffOf } from '../call/declare.ts';
import { day, flag, id, line, sok } from '../call/fields.ts';
import { form, saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { missed, PlatformError } from '../call/platform-error.ts';
import { accountGroupsOf } from '../store/account-groups.ts';
import { changeProgram, clearDefault, createProgram, programOf, type ProgramTerms } from '../store/programs.ts';
import type { Program } from '../store/schema.ts';

/** In place of a group: the clients of `account_group_restrict` may not take part. */
const RESTRICT = 'restrict';

const parameters = z.object({
  sok,
  elid: id.optional().describe('The program to change. Without it, a new one.'),
  project: id.optional().describe('The provider: your own, which it is by default.'),
  name: line(200).optional().describe('The name that clients see. A new program needs one.'),
  name_ru: line(200).optional().describe('The name for those who ask in Russian; by default the other one.'),
  url: line(2048)
    .refine(isWebsiteUrl)
    .optional()
    .describe(
      "The Website URL, http or https: what partners' links begin with. It holds no `from`, fragment or password. A new " +
        'program needs one.',
    ),
  promocode: line(100)
    .refine(isPromoCodeTemplate)
    .optional()
    .describe("The template of the promo codes: `@ID@` stands in it once, in the place of the partner's id."),
  start_date: day.optional().describe('The first day whose expenses are rewarded.'),
  end_date: day.optional().describe('The last day whose expenses are rewarded, this day included.'),
  assign_by_default: flag.describe(
    '`on`: every client who joins the provider takes part. One program at most has it: the one that had it loses it.',
  ),
  account_group: z
    .union([z.literal(RESTRICT), id])
    .optional()
    .describe(
      'The group of clients who alone may take part. `restrict`: everybody may but the clients of ' +
        '`account_group_restrict`.',
    ),
  account_group_restrict: id.optional().describe('The group whose clients get no rewards under this program.'),
});

export default declare({
  name: 'referralprogram.edit',
  about:
    'Makes a referral program, or with `elid` changes one (seed 001); without `sok` it is the form. What is not sent ' +
    'stays as it is, what is sent empty is cleared. A new program rewards nothing before it has a rule ' +
    '(`referralprogram.rule.edit`).',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'with sok',
  parameters,
  answer: { ok: 'Saved.', id: 'The id of a new program.', '*': 'Without `sok`: the values as they are.' },
  examples: [
    { title: 'the form of a program', as: 'provider', parameters: { elid: '1' } },
    {
      title: 'a new program',
      as: 'provider',
      parameters: {
        sok: 'ok',
        name: 'Bring a friend',
        name_ru: 'Приведи друга',
        url: 'https://site.com/friends',
        promocode: 'PROMO-@ID@',
        start_date: '2026-01-01',
        end_date: '2026-12-31',
        assign_by_default: 'on',
        account_group: '1',
        account_group_restrict: '2',
      },
    },
    { title: 'another name', as: 'provider', parameters: { sok: 'ok', elid: '1', name: 'Recommend us to friends' } },
    {
      title: 'a template without the partner',
      as: 'provider',
      parameters: { sok: 'ok', elid: '1', promocode: 'PROMO2025' },
    },
  ],
  async run(given, call) {
    const { project } = staffOf(call);
    if (given.project !== undefined && given.project !== project) throw noSuch('project', given.project);
    return given.sok ? save(given, call) : { doc: await programForm(given, call) };
  },
});

async function save(given: z.output<typeof parameters>, call: Call): Promise<Answer> {
  const { elid } = given;
  const created = await changing(call, async (writing, { project }) => {
    const groups = await accountGroupsOf(writing, project);
    const before = elid === undefined ? undefined : await programOf(writing, project, elid);
    if (elid !== undefined && before?.closed !== null) throw noSuch('elid', elid);
    const terms = termsOf(given, { call, before });
    for (const name of ['account_group', 'account_group_restrict'] as const) {
      const group = terms[name];
      if (typeof group === 'number' && !groups.some((one) => one.id === group)) throw noSuch(name, group);
    }
    if (terms.assign_by_default) await clearDefault(writing, project);
    const program = elid ?? (await createProgram(writing, project, terms, call.now));
    if (elid !== undefined) await changeProgram(writing, elid, terms);
    await audit(writing, call, { elid: program, before, after: await programOf(writing, project, program) });
    return elid === undefined ? program : undefined;
  });
  return { doc: saved(created === undefined ? {} : { id: { text: String(created) } }) };
}

/** What a program says from now on. */
function termsOf(
  given: z.output<typeof parameters>,
  { call, before }: { call: Call; before: Program | undefined },
): ProgramTerms {
  const name = given.name || before?.name;
  const url = given.url ?? before?.url;
  if (!name) throw missed('name');
  if (url === undefined) throw missed('url');
  const now = (field: 'name_ru' | 'promocode' | 'start_date' | 'end_date'): string | null =>
    fieldNow<string>(call, field, given[field], before?.[field]);
  const [start_date, end_date] = [now('start_date'), now('end_date')];
  if (start_date !== null && end_date !== null && end_date < start_date)
    throw new PlatformError(
      'value',
      'end_date',
      { en: `'end_date' is before 'start_date'`, ru: `'end_date' раньше, чем 'start_date'` },
      end_date,
    );
  const allowed = fieldNow<number | typeof RESTRICT>(
    call,
    'account_group',
    given.account_group,
    before?.restrict_joining === 1 ? RESTRICT : before?.account_group,
  );
  const account_group_restrict = fieldNow(
    call,
    'account_group_restrict',
    given.account_group_restrict,
    before?.account_group_restrict,
  );
  if (allowed === RESTRICT && account_group_restrict === null) throw missed('account_group_restrict');
  return {
    name,
    name_ru: now('name_ru') || null,
    url,
    promocode: now('promocode'),
    start_date,
    end_date,
    assign_by_default:
      fieldNow(call, 'assign_by_default', given.assign_by_default, before?.assign_by_default === 1) ?? false,
    account_group: allowed === RESTRICT ? null : allowed,
    restrict_joining: allowed === RESTRICT,
    account_group_restrict,
  };
}

async function programForm({ elid }: z.output<typeof parameters>, { store, ...call }: Call) {
  const { project } = staffOf({ store, ...call });
  const program = elid === undefined ? undefined : await programOf(store, project, elid);
  if (elid !== undefined && program?.closed !== null) throw noSuch('elid', elid);
  const provider = await store.selectFrom('project').where('id', '=', project).select('name').executeTakeFirstOrThrow();
  const groups = (await accountGroupsOf(store, project)).map(({ id, name }) => [String(id), name] as const);
  const anybody = call.lang === 'ru' ? 'все клиенты' : 'all clients';
  const nobody = call.lang === 'ru' ? 'нет' : 'none';
  const restrict =
    call.lang === 'ru' ? 'все, кроме account_group_restrict' : 'all clients but those of account_group_restrict';
  return form({
    values: {
      elid,
      project,
      name: program?.name,
      name_ru: program?.name_ru ?? undefined,
      url: program?.url,
      promocode: program?.promocode ?? undefined,
      start_date: program?.start_date ?? undefined,
      end_date: program?.end_date ?? undefined,
      assign_by_default: program?.assign_by_default === 1 ? 'on' : 'off',
      account_group: program?.restrict_joining === 1 ? RESTRICT : (program?.account_group ?? undefined),
      account_group_restrict: program?.account_group_restrict ?? undefined,
    },
    lists: {
      project: [[String(project), provider.name]],
      account_group: [['', anybody], [RESTRICT, restrict], ...groups],
      account_group_restrict: [['', nobody], ...groups],
    },
  });
}
