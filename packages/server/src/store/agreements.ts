import { PlatformError } from '../call/platform-error.ts';
import type { Store, Writing } from './open.ts';

/** What a client has to agree to when registering with a provider. */
export interface Agreement {
  /** The parameter that says so (seed 002): `conditions_agree`, `offer_xxx`. */
  readonly name: string;
  readonly title: string;
  /** Where it can be read. */
  readonly url: string | null;
}

/** What a provider's clients have to agree to. */
export const agreementsOf = (store: Store, project: number): Promise<Agreement[]> =>
  store.selectFrom('agreement').where('project', '=', project).orderBy('id').select(['name', 'title', 'url']).execute();

/** Keeps what a client has agreed to, as it was then. */
export async function keepAgreements(
  writing: Writing,
  { account, agreements, now }: { account: number; agreements: readonly Agreement[]; now: number },
): Promise<void> {
  for (const agreement of agreements)
    await writing
      .insertInto('agreement_given')
      .values({ account, ...agreement, cdate: now })
      .execute();
}

/** There is none, or it is another provider's. */
export const noAgreement = (elid: number): PlatformError =>
  new PlatformError(
    'value',
    'elid',
    { en: `there is no agreement with this 'elid'`, ru: `нет соглашения с таким 'elid'` },
    String(elid),
  );
