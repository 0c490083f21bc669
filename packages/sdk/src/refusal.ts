import type { Status } from './status.ts';

/** There is nothing to be done yet, or any more, or at all. */
export const INERT: Status = { status: 'failed', reason: 'inert' };

/** Why nothing may be done: nothing registered, stored or written; `undefined` if it may. */
export let refusal: Status | undefined = INERT;

/** Begins, or goes on, with the visitor's consent or without it. */
export const begin = (isGiven: unknown): unknown => (refusal = isGiven ? undefined : { status: 'consent-needed' });

/** Ends it. */
export const end = (): unknown => (refusal = INERT);
