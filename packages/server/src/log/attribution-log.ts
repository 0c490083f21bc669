import type { Verdict } from '../referral/attribute.ts';
import type { Logs } from './logs.ts';
import { queryOf } from './query.ts';

/** Writes to `counter.log` which partner a client was linked to, and why not to another. */
export function logAttribution(
  { counter }: Logs,
  { func, account, verdict }: { func: string; account: number; verdict: Verdict },
): void {
  const { attribution, passed } = verdict;
  if (attribution !== undefined)
    counter.write(
      queryOf({
        func,
        referral_account: account,
        referer_account: attribution.partner,
        referralprogram: attribution.program,
        ...(attribution.click !== undefined && { sesid: attribution.click.sesid }),
        linked:
          attribution.click === undefined ? 'by partner' : attribution.claimsClick ? 'by click' : 'by spent click',
      }),
    );
  for (const { partner, sesid, reason } of passed)
    counter.write(
      queryOf({
        func,
        referral_account: account,
        ...(partner !== undefined && { referer_account: partner }),
        ...(sesid !== undefined && { sesid }),
        passed: reason,
      }),
    );
}
