import { type LogFile, openLogFile } from './log-file.ts';

/** The platform's two logs of the referral program (seed 000). */
export interface Logs {
  /** Every click and what became of it, and what each registration made of the click it carried. */
  readonly counter: LogFile;
  /** Every reward and payment of a run. */
  readonly billmaintain: LogFile;
  /** Whether a run writes each decision, and not rewards and payments alone. */
  readonly debug: boolean;
  close(): Promise<void>;
}

/** Opens `counter.log` and `billmaintain.log` in a folder, which is made if it is missing. */
export function openLogs(folder: string, { debug = false }: { debug?: boolean } = {}): Logs {
  const counter = openLogFile(folder, 'counter.log', { module: 'counter', what: 'Request [counter][public]' });
  const billmaintain = openLogFile(folder, 'billmaintain.log', {
    module: 'core_module',
    what: 'Request [billmaintain][root]',
  });
  return {
    counter,
    billmaintain,
    debug,
    close: async () => {
      await Promise.all([counter.close(), billmaintain.close()]);
    },
  };
}
