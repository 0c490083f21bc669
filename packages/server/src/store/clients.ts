import type { Store, Writing } from './open.ts';

/** Somebody has this e-mail already. */
export class EmailTaken extends Error {}

/** Somebody who becomes a client. */
export interface NewClient {
  readonly project: number;
  /** In lower case. */
  readonly email: string;
  readonly realname: string;
  readonly phone: string | undefined;
  readonly country: string | undefined;
  readonly state: string | undefined;
  readonly tzoffset?: string | undefined;
  readonly ga?: string | undefined;
  /** The hash of the password. */
  readonly passwd: string;
}

/**
 * Adds a client with its login, and makes it a partner of the provider's default program.
 *
 * @throws EmailTaken if somebody has this e-mail
 */
export async function addClient(
  writing: Writing,
  client: NewClient,
  now: number,
): Promise<{ readonly user: number; readonly account: number }> {
  const { project, realname } = client;
  const { id: account } = await writing
    .insertInto('account')
    .values({ project, name: realname, cdate: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  const user = await writing
    .insertInto('user')
    .values({ ...client, account, cdate: now })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (user === undefined) throw new EmailTaken();
  await writing
    .insertInto('referralprogram_referer')
    .columns(['account', 'project', 'referralprogram'])
    .expression((from) =>
      from
        .selectFrom('referralprogram as program')
        .where('program.project', '=', project)
        .where('program.assign_by_default', '=', 1)
        .select((select) => [select.val(account).as('account'), 'program.project', 'program.id']),
    )
    .execute();
  return { user: user.id, account };
}

/** Whether an account is a client of a provider. */
export async function isClientOf(store: Store | Writing, project: number, account: number): Promise<boolean> {
  const found = await store
    .selectFrom('account')
    .where('id', '=', account)
    .where('project', '=', project)
    .select('id')
    .executeTakeFirst();
  return found !== undefined;
}
