import type { Config } from '../config.ts';
import { auditMoney } from '../rewards/audit-money.ts';
import { openStore } from '../store/open.ts';

/** Prints each row that breaks what must hold of rewards, payments and the ledger; then the process fails. */
export async function audit(config: Config): Promise<void> {
  const store = await openStore(config);
  try {
    const broken = await auditMoney(store);
    for (const { promise, table, id } of broken) console.log(`${`${table} ${String(id)}`.padEnd(36)}  ${promise}`);
    console.log(broken.length === 0 ? 'all rewards and payments add up' : `${String(broken.length)} do not`);
    if (broken.length > 0) process.exitCode = 1;
  } finally {
    await store.destroy();
  }
}
