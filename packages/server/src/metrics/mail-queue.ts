import { setTimeout } from 'node:timers/promises';
import { Gauge } from 'prom-client';
import type { Store } from '../store/open.ts';
import { registry } from './registry.ts';

/** Milliseconds that the database may take to say how much mail waits: what is not its business is told without it. */
const PATIENCE = 1_000;

/** Tells how many mails wait to be sent, when somebody asks. */
export function watchMailQueue(store: Store): void {
  new Gauge({
    name: 'billref_mail_queue',
    help: 'Mails in the outbox that are to be sent; NaN where the database does not say.',
    registers: [registry],
    async collect() {
      const late = setTimeout(PATIENCE, NaN, { ref: false });
      this.set(await Promise.race([waitingMail(store), late]).catch(() => NaN));
    },
  });
}

async function waitingMail(store: Store): Promise<number> {
  const { waiting } = await store
    .selectFrom('outbox')
    .where('status', '=', 'waiting')
    .select(({ fn }) => fn.countAll<number>().as('waiting'))
    .executeTakeFirstOrThrow();
  return waiting;
}
