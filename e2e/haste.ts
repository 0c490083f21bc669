import type { BrowserContext, Page } from '@playwright/test';

declare global {
  interface Window {
    /** The pauses a page has made, in the milliseconds it asked for. */
    pauses?: number[];
    /** The time limits it has set. */
    limits?: number[];
  }
}

/**
 * Lets pauses and time limits pass faster. Playwright's clock knows nothing of `AbortSignal`.
 *
 * @param target a page, or all of a visitor's tabs
 * @param times how many times as fast; a platform that shall answer needs some time for it
 */
export const hasten = (target: Page | BrowserContext, times = 10): Promise<unknown> =>
  target.addInitScript((factor) => {
    const pauses: number[] = (window.pauses = []);
    const limits: number[] = (window.limits = []);
    const pause = setTimeout;
    const limit = AbortSignal.timeout.bind(AbortSignal);
    window.setTimeout = ((work: () => void, time = 0) => {
      pauses.push(time);
      return pause(work, time / factor);
    }) as typeof setTimeout;
    AbortSignal.timeout = (time) => {
      limits.push(time);
      return limit(time / factor);
    };
  }, times);
