import type { Arrival, Verdict } from '../referral/attribute.ts';
import { attribute } from '../referral/attribute.ts';
import type { Writing } from './open.ts';
import { providerSettings } from './provider-settings.ts';
import { enrolmentsOf } from './programs.ts';
import type { CodeOwner } from './promo-codes.ts';

/** What a registration or a first order brings along. */
export interface Brought {
  readonly sesid?: string | undefined;
  readonly partner?: number | undefined;
}

/**
 * Links an account without a partner to the one that what it brought names, if any: writes the referral, marks the
 * click, and records the partners that did not get it.
 */
export async function linkReferral(
  writing: Writing,
  {
    account,
    project,
    brought,
    code,
    now,
  }: { account: number; project: number; brought: readonly Brought[]; code?: CodeOwner | undefined; now: number },
): Promise<Verdict> {
  const arrivals = await withClicks(writing, brought, project);
  const partners = [code?.partner, ...arrivals.flatMap(({ partner, click }) => [partner, click?.referer_account])];
  const enrolments = await enrolmentsOf(writing, [...new Set(partners.filter((id) => typeof id === 'number'))], now);
  const { attribution: setting, promocode_precedence: precedence } = await providerSettings(writing, project);
  const verdict = attribute({
    account,
    arrivals,
    enrolments: enrolments.filter((place) => place.project === project),
    code,
    setting,
    precedence,
    now,
  });
  const linked = await write(writing, verdict, { account, project, now });
  return linked ? verdict : { ...verdict, attribution: undefined };
}

async function withClicks(writing: Writing, brought: readonly Brought[], project: number): Promise<Arrival[]> {
  const ids = [...new Set(brought.map(({ sesid }) => sesid).filter((id) => id !== undefined))];
  if (ids.length === 0) return [...brought];
  const clicks = await writing
    .selectFrom('referralprogram_click')
    .where('sesid', 'in', ids)
    .where('project', '=', project)
    .selectAll()
    .execute();
  return brought.map((one) => ({ ...one, click: clicks.find(({ sesid }) => sesid === one.sesid) }));
}

/** Writes a verdict; whether it is this one that linked the account. */
async function write(
  writing: Writing,
  { attribution, passed }: Verdict,
  { account, project, now }: { account: number; project: number; now: number },
): Promise<boolean> {
  if (attribution === undefined) return false;
  const { partner, program, click } = attribution;
  const linked = await writing
    .insertInto('referralprogram_referral')
    .values({
      referral_account: account,
      referer_account: partner,
      project,
      referralprogram: program,
      sesid: click?.sesid ?? null,
      site: click?.site ?? null,
      click_date: click?.cdate ?? null,
      cdate: now,
    })
    .onConflict((conflict) => conflict.column('referral_account').doNothing())
    .returning('referral_account')
    .executeTakeFirst();
  // Somebody else linked it first: a referral has at most one partner, ever.
  if (linked === undefined) return false;

  if (click !== undefined && attribution.claimsClick)
    await writing
      .updateTable('referralprogram_click')
      .set({ referral_account: account, referralprogram: program, referer_account: partner })
      .where('sesid', '=', click.sesid)
      .where('referral_account', 'is', null)
      .execute();

  const losers = passed.filter((one) => one.partner !== undefined && one.reason !== 'self-referral');
  const known = await writing
    .selectFrom('account')
    .where('id', 'in', [0, ...losers.map((one) => one.partner ?? 0)])
    .select('id')
    .execute();
  for (const { partner: loser, sesid, reason } of losers)
    if (loser !== undefined && known.some(({ id }) => id === loser))
      await writing
        .insertInto('referralprogram_candidate')
        .values({ referral_account: account, referer_account: loser, sesid: sesid ?? null, reason, cdate: now })
        .execute();
  return true;
}

/**
 * What the promo code of another partner does at the first order of a client who has a partner by now: as the provider
 * set it, the client becomes that of the code, or stays. The partner who does not get the client is recorded.
 */
export async function weighCode(
  writing: Writing,
  { account, project, code, now }: { account: number; project: number; code: CodeOwner; now: number },
): Promise<void> {
  const { referer_account: before, sesid } = await writing
    .selectFrom('referralprogram_referral')
    .where('referral_account', '=', account)
    .select(['referer_account', 'sesid'])
    .executeTakeFirstOrThrow();
  if (before === code.partner) return;
  const { promocode_precedence: precedence } = await providerSettings(writing, project);
  const codeWins = precedence === 'code';
  if (codeWins) {
    await writing.deleteFrom('referralprogram_referral').where('referral_account', '=', account).execute();
    await writing
      .insertInto('referralprogram_referral')
      .values({
        referral_account: account,
        referer_account: code.partner,
        project,
        referralprogram: code.program,
        sesid: null,
        site: null,
        click_date: null,
        cdate: now,
      })
      .execute();
  }
  await writing
    .insertInto('referralprogram_candidate')
    .values({
      referral_account: account,
      referer_account: codeWins ? before : code.partner,
      sesid: codeWins ? sesid : null,
      reason: codeWins ? 'code-beats-click' : 'click-beats-code',
      cdate: now,
    })
    .execute();
}
