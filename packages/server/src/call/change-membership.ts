import { accountGroupsOf, setMembership } from '../store/account-groups.ts';
import { isClientOf } from '../store/clients.ts';
import { audit } from './audit.ts';
import { changing } from './changing.ts';
import type { Answer, Call } from './declare.ts';
import { saved } from './form.ts';
import { noSuch } from './no-such.ts';

/** Puts a client into a group or takes it out, for whoever names them as `elid` and `plid`; once is enough. */
export async function changeMembership(
  call: Call,
  member: { account_group: number; account: number },
  belongs: boolean,
): Promise<Answer> {
  const { account_group, account } = member;
  await changing(call, async (writing, { project }) => {
    if (!(await accountGroupsOf(writing, project)).some(({ id }) => id === account_group))
      throw noSuch('plid', account_group);
    if (!(await isClientOf(writing, project, account))) throw noSuch('elid', account);
    if (await setMembership(writing, member, belongs))
      await audit(writing, call, { elid: account_group, [belongs ? 'after' : 'before']: member });
  });
  return { doc: saved() };
}
