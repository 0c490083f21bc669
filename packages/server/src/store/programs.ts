import { isPromoCodeTemplate, isWebsiteUrl, websiteOf } from '@billref/protocol';
import type { Enrolment } from '../referral/attribute.ts';
import { isOpen, localDay } from '../referral/local-day.ts';
import type { ProgramOfSite } from '../referral/match-landing.ts';
import type { Store, Writing } from './open.ts';

/** A referral program with one rule. */
export interface NewProgram {
  readonly project: number;
  readonly name: string;
  /** The Website URL. */
  readonly url: string;
  readonly promocode?: string;
  readonly assign_by_default?: boolean;
  readonly start_date?: string;
  readonly end_date?: string;
  /** The partner's share in parts per million: 100 000 is 10 %. */
  readonly percent: number;
}

/**
 * Adds a referral program; with `assign_by_default` every client who joins later takes part in it.
 *
 * @throws RangeError naming what is not valid
 */
export async function addProgram(store: Store | Writing, program: NewProgram, now: number): Promise<number> {
  const { percent, assign_by_default, ...rest } = program;
  const { url, promocode } = program;
  if (!isWebsiteUrl(url)) throw new RangeError(`'${url}' cannot be a Website URL`);
  if (promocode !== undefined && !isPromoCodeTemplate(promocode))
    throw new RangeError(`'${promocode}' must hold @ID@, the place of the partner's id`);
  const { id } = await store
    .insertInto('referralprogram')
    .values({ ...rest, website: websiteOf(new URL(url)), assign_by_default: assign_by_default ? 1 : 0, cdate: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  await store.insertInto('referralprogram_rule').values({ referralprogram: id, percent, cdate: now }).execute();
  return id;
}

/** Lets a client take part in a program as a partner. */
export async function addPartner(
  store: Store | Writing,
  partner: { account: number; project: number; referralprogram: number },
): Promise<void> {
  await store.insertInto('referralprogram_referer').values(partner).execute();
}

/** The programs with this Website URL, the earliest first, as a landing of this partner meets them. */
export async function programsOfSite(
  store: Store,
  { website, partner, now }: { website: string; partner: number | undefined; now: number },
): Promise<ProgramOfSite[]> {
  const rows = await store
    .selectFrom('referralprogram as program')
    .innerJoin('project', 'project.id', 'program.project')
    .leftJoin('referralprogram_referer as referer', (join) =>
      join.onRef('referer.referralprogram', '=', 'program.id').on('referer.account', '=', partner ?? 0),
    )
    .where('program.website', '=', website)
    .orderBy('program.id')
    .select([
      'program.id',
      'program.project',
      'program.start_date',
      'program.end_date',
      'project.timezone',
      'referer.account as referer',
    ])
    .execute();
  return rows.map((row) => ({
    id: row.id,
    project: row.project,
    open: isOpen(row, localDay(now, row.timezone)),
    enrolled: row.referer !== null,
  }));
}

/** The Website URL of the earliest program on this host, to name it where a landing matched none. */
export async function nearestWebsite(store: Store, host: string): Promise<string | undefined> {
  const programs = await store.selectFrom('referralprogram').select('url').orderBy('id').execute();
  return programs.find(({ url }) => new URL(url).host === host)?.url;
}

/** Where these partners take part, the earliest program first. */
export async function enrolmentsOf(writing: Writing, partners: readonly number[], now: number): Promise<Enrolment[]> {
  if (partners.length === 0) return [];
  const rows = await writing
    .selectFrom('referralprogram_referer as referer')
    .innerJoin('referralprogram as program', 'program.id', 'referer.referralprogram')
    .innerJoin('project', 'project.id', 'program.project')
    .where('referer.account', 'in', partners)
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
