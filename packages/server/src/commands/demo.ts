import { once } from 'node:events';
import { DEMO_PASSWORD } from '../demo/demo-data.ts';
import { startDemo } from '../demo/start-demo.ts';
import { walkPath } from '../demo/walk-path.ts';

/** Starts the demo and waits; with `check` walks the whole path once, on free ports, and leaves. */
export async function demo({ check = false }: { check?: boolean }): Promise<void> {
  const running = await startDemo(check ? { site: 0, billing: 0 } : { site: 8080, billing: 8081 });
  try {
    if (check) {
      await walkPath(running, console.log);
      return;
    }
    console.log(`
Partner's link   ${running.link}     open this one
Site             ${running.site}
Billing          ${running.billing}
Partner's login  ben@example.com     ${DEMO_PASSWORD}
Data and logs    ${running.folder}   gone when the demo ends

Land by the partner's link, go to billing, register, order and pay. Then, in another terminal, run the rewards of the
next month and log in as the partner to see them credited:

  BILLREF_DIR=${running.folder} npx billref maintain --date ${firstOfNextMonth()}

Ctrl-C ends the demo.`);
    await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  } finally {
    await running.close();
  }
}

function firstOfNextMonth(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString().slice(0, 10);
}
