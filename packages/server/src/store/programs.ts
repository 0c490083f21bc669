import { isPromoCodeTemplate, isWebsiteUrl, websiteOf } from '@billref/protocol';
import { type Expression, sql, type SqlBool } from 'kysely';
import type { Enrolment } from '../referral/attribute.ts';
import { isOpen, localDay } from '../referral/local-day.ts';
import type { ProgramOfSite } from '../referral/match-landing.ts';
import type { Store, Writing } from './open.ts';
import { createRule, deleteRule, nextNumber } from './rules.ts';
import type { Program } from './schema.ts';
import { sentNumber, sentRows, sentText } from './sent-rows.ts';

/** What a program says. */
export interface ProgramTerms {
  readonly name: string;
  readonly name_ru?: string | null | undefined;
  /** The Website URL. */
  readonly url: string;
  readonly promocode?: string | null | undefined;
  readonly assign_by_default?: boolean;
  readonly start_date?: string | null | undefined;
  readonly end_date?: string | null | undefined;
  readonly account_group?: number | null | undefined;
  readonly account_group_restrict?: number | null | undefined;
  readonly restrict_joining?: boolean;
}

/** A referral program with one rule. */
export interface NewProgram extends ProgramTerms {
  readonly project: number;
  /** The partner's share in parts per million: 100 000 is 10 %. */
  readonly percent: number;
}

/**
 * Adds a referral program with one rule; with `assign_by_default` every client who joins later takes part in it.
 *
 * @throws RangeError naming what is not valid
 */
export async function addProgram(store: Store | Writing, program: NewProgram, now: number): Promise<number> {
  const { percent, project, ...terms } = program;
  const { url, promocode } = program;
  if (!isWebsiteUrl(url)) throw new RangeError(`'${url}' cannot be a Website URL`);
  if (promocode && !isPromoCodeTemplate(promocode))
    throw new RangeError(`'${promocode}' must hold @ID@, the place of the partner's id`);
  const id = await createProgram(store, project, terms, now);
  // Its one rule has its number, as before rules could be added.
  await createRule(store, { id, referralprogram: id, terms: { percent } }, now);
  return id;
}

/** Adds a referral program without a rule. */
export async function createProgram(
  store: Store | Writing,
  project: number,
  terms: ProgramTerms,
  now: number,
): Promise<number> {
  const id = await nextNumber(store);
  await store
    .insertInto('referralprogram')
    .values({ ...columnsOf(terms), id, project, cdate: now })
    .execute();
  return id;
}

const columnsOf = ({ assign_by_default, restrict_joining, ...terms }: ProgramTerms) => ({
  ...terms,
  website: websiteOf(new URL(terms.url)),
  assign_by_default: assign_by_default ? 1 : 0,
  restrict_joining: restrict_joining ? 1 : 0,
});

/** Changes what a program says. */
export async function changeProgram(writing: Writing, id: number, terms: ProgramTerms): Promise<void> {
  await writing.updateTable('referralprogram').set(columnsOf(terms)).where('id', '=', id).execute();
}

/** Makes no program of a provider the default: there is one at most, and the next one is to take its place. */
export async function clearDefault(writing: Writing, project: number): Promise<void> {
  await writing
    .updateTable('referralprogram')
    .set({ assign_by_default: 0 })
    .where('project', '=', project)
    .where('assign_by_default', '=', 1)
    .execute();
}

/** A provider's program, closed or not. */
export const programOf = (store: Store | Writing, project: number, id: number): Promise<Program | undefined> =>
  store
    .selectFrom('referralprogram')
    .where('id', '=', id)
    .where('project', '=', project)
    .selectAll()
    .executeTakeFirst();

/**
 * Takes a program away. One that anybody came by, by a click or as a referral, is only closed: it counts nothing from
 * now on, and what it counted stays and is rewarded and paid.
 */
export async function removeProgram(writing: Writing, id: number, now: number): Promise<'removed' | 'closed'> {
  for (const table of ['referralprogram_referral', 'referralprogram_click'] as const) {
    const used = await writing
      .selectFrom(table)
      .where('referralprogram', '=', id)
      .select('referralprogram')
      .executeTakeFirst();
    if (used === undefined) continue;
    await writing
      .updateTable('referralprogram')
      .set({ closed: now, assign_by_default: 0 })
      .where('id', '=', id)
      .where('closed', 'is', null)
      .execute();
    return 'closed';
  }
  const rules = await writing
    .selectFrom('referralprogram_rule')
    .where('referralprogram', '=', id)
    .select('id')
    .execute();
  for (const rule of rules) await deleteRule(writing, rule.id);
  for (const table of ['referralprogram_referer', 'referralprogram_referer_withdrawn'] as const)
    await writing.deleteFrom(table).where('referralprogram', '=', id).execute();
  await writing.deleteFrom('referralprogram').where('id', '=', id).execute();
  return 'removed';
}

/**
 * Whether an account may take part in `program`, by its groups (seed 001): only the clients of one group may, or those
 * of one may not. A partner who left the group, or came into the forbidden one, keeps the place in the program, which
 * counts again when that changes.
 */
const mayTakePart = (account: Expression<unknown>) => sql<SqlBool>`
  program.closed is null and case
    when program.restrict_joining = 1 then not exists (
      select 1 from account_group_member as member
      where member.account_group = program.account_group_restrict and member.account = ${account}
    )
    else program.account_group is null or exists (
      select 1 from account_group_member as member
      where member.account_group = program.account_group and member.account = ${account}
    )
  end`;

/** Lets a client take part in a program as a partner; whether it did not yet. */
export async function addPartner(
  store: Store | Writing,
  partner: { account: number; project: number; referralprogram: number },
): Promise<boolean> {
  const added = await store
    .insertInto('referralprogram_referer')
    .values(partner)
    .onConflict((conflict) => conflict.columns(['account', 'referralprogram']).doNothing())
    .returning('account')
    .executeTakeFirst();
  return added !== undefined;
}

/** Takes a partner out of a program, and remembers when; whether it took part. */
export async function withdrawPartner(
  writing: Writing,
  partner: { account: number; project: number; referralprogram: number },
  now: number,
): Promise<boolean> {
  const { account, referralprogram } = partner;
  const { numDeletedRows } = await writing
    .deleteFrom('referralprogram_referer')
    .where('account', '=', account)
    .where('referralprogram', '=', referralprogram)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  await writing
    .insertInto('referralprogram_referer_withdrawn')
    .values({ ...partner, cdate: now })
    .execute();
  return true;
}

/** The programs a client takes part in as a partner, and may, the earliest first. */
export const programsOfPartner = (store: Store, account: number) =>
  store
    .selectFrom('referralprogram_referer as referer')
    .innerJoin('referralprogram as program', 'program.id', 'referer.referralprogram')
    .where('referer.account', '=', account)
    .where(() => mayTakePart(sql.ref('referer.account')))
    .orderBy('program.id')
    .select(['program.id', 'program.name', 'program.url', 'program.promocode'])
    .execute();

/** Where a visitor landed, as far as programs are concerned. */
interface LandingOnSite {
  readonly website: string;
  readonly partner: number | undefined;
  /** When, in milliseconds since 1970. */
  readonly now: number;
}

/**
 * The programs with the Website URLs of these landings, for each the earliest first, as its partner meets them: with one
 * statement for all.
 */
export async function programsOfLandings(store: Store, landings: readonly LandingOnSite[]): Promise<ProgramOfSite[][]> {
  const { rows } = await sql<RowOfLanding>`
    select ${sentNumber(0)} as landing, program.id, program.project, program.start_date, program.end_date, program.closed,
      project.timezone, referer.account as referer
    from ${sentRows(
      store,
      landings.map(({ website, partner }, landing) => [landing, website, partner ?? 0]),
    )}
    join referralprogram as program on program.website = ${sentText(1)}
    join project on project.id = program.project
    left join referralprogram_referer as referer
      on referer.referralprogram = program.id and referer.account = ${sentNumber(2)}
      and ${mayTakePart(sql.ref('referer.account'))}
    order by program.id
  `.execute(store);
  const programs = landings.map((): ProgramOfSite[] => []);
  for (const row of rows)
    programs[row.landing]?.push({
      id: row.id,
      project: row.project,
      open: row.closed === null && isOpen(row, localDay(landings[row.landing]?.now ?? 0, row.timezone)),
      enrolled: row.referer !== null,
    });
  return programs;
}

interface RowOfLanding extends Pick<Program, 'id' | 'project' | 'start_date' | 'end_date' | 'closed'> {
  readonly landing: number;
  readonly timezone: string;
  readonly referer: number | null;
}

/** The earliest program on this host, to name its Website URL where a landing matched none. */
export async function nearestProgram(
  store: Store,
  host: string,
): Promise<{ readonly url: string; readonly project: number } | undefined> {
  const programs = await store
    .selectFrom('referralprogram')
    .where('closed', 'is', null)
    .select(['url', 'project'])
    .orderBy('id')
    .execute();
  return programs.find(({ url }) => new URL(url).host === host);
}

/** Where these partners may take part and do, the earliest program first. */
export async function enrolmentsOf(
  store: Store | Writing,
  partners: readonly number[],
  now: number,
): Promise<Enrolment[]> {
  if (partners.length === 0) return [];
  const rows = await store
    .selectFrom('referralprogram_referer as referer')
    .innerJoin('referralprogram as program', 'program.id', 'referer.referralprogram')
    .innerJoin('project', 'project.id', 'program.project')
    .where('referer.account', 'in', partners)
    .where(() => mayTakePart(sql.ref('referer.account')))
    .orderBy('program.id')
    .select([
      'referer.account as partner',
      'program.id as program',
      'program.project',
      'program.website',
      'program.start_date',
      'program.end_date',
      'project.timezone',
    ])
    .execute();
  return rows.map(({ start_date, end_date, timezone, ...place }) => ({
    ...place,
    open: isOpen({ start_date, end_date }, localDay(now, timezone)),
  }));
}
