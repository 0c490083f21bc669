import { EVENTS } from './features.ts';
import type { Addresses } from './landing.ts';
import { attempt } from './lib/attempt.ts';
import { explain } from './lib/explain.ts';
import { INERT } from './refusal.ts';
import { registerLanding } from './register-landing.ts';
import type { Status } from './status.ts';

/** Registers the landing at the first of these addresses that is one, and those that wait, and tells the page what became of it. */
export const report = (addresses?: Addresses): Promise<Status> =>
  registerLanding(addresses).then(
    (status) => {
      explain(status);
      if (EVENTS) attempt(() => dispatchEvent(new CustomEvent(`billref:${status.status}`, { detail: status })));
      return status;
    },
    // Something of the browser's or the page's is not as it should be.
    () => INERT,
  );
