import type { Selectable } from 'kysely';
import type { Store, Writing } from './open.ts';
import type { Tables } from './schema.ts';

/** Which of several partners a provider gives a client to. */
export type ProviderSettings = Readonly<Pick<Selectable<Tables['project']>, 'attribution' | 'promocode_precedence'>>;

/** A provider's settings as they are now. */
export const providerSettings = (store: Store | Writing, project: number): Promise<ProviderSettings> =>
  store
    .selectFrom('project')
    .where('id', '=', project)
    .select(['attribution', 'promocode_precedence'])
    .executeTakeFirstOrThrow();

/** Changes them, for what is decided from now on. */
export async function changeProviderSettings(
  writing: Writing,
  project: number,
  settings: ProviderSettings,
): Promise<void> {
  await writing.updateTable('project').set(settings).where('id', '=', project).execute();
}
