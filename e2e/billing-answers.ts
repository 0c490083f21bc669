import type { BrowserContext, Page, Route } from '@playwright/test';

const REGISTER = /func=referralprogram\.registerclick/;
const readable = { 'Access-Control-Allow-Origin': '*' };

/** What can become of a request for a click, other than the platform's answer. */
export const ANSWERS = {
  down: (route: Route) => route.abort('connectionrefused'),
  never: () => undefined,
  failing: (route: Route) => route.fulfill({ status: 502, headers: readable }),
  maintenance: (route: Route) => route.fulfill({ body: '<html>maintenance</html>', headers: readable }),
  empty: (route: Route) => route.fulfill({ body: '{}', headers: readable }),
  none: (route: Route) => route.fulfill({ body: 'null', headers: readable }),
  badId: (route: Route) => route.fulfill({ body: '{"doc":{"cntid":{"$":"<script>"}}}', headers: readable }),
  numericId: (route: Route) => route.fulfill({ body: '{"doc":{"cntid":{"$":1762745305}}}', headers: readable }),
  /** The platform registers the click, and the answer gets lost. */
  lost: async (route: Route) => {
    await route.fetch();
    await route.abort('connectionreset');
  },
} satisfies Record<string, (route: Route) => unknown>;

/** Answers requests for a click in the platform's place, until {@link answerAgain}. */
export const answerWith = (target: Page | BrowserContext, answer: (route: Route) => unknown): Promise<unknown> =>
  target.route(REGISTER, answer);

/** Lets the platform answer for itself again. */
export const answerAgain = (target: Page | BrowserContext): Promise<void> => target.unroute(REGISTER);

/** Holds requests for a click back, until the returned function lets them go on to the platform. */
export async function holdRequests(target: Page | BrowserContext): Promise<() => void> {
  const held = Promise.withResolvers<undefined>();
  await target.route(REGISTER, async (route) => {
    await held.promise;
    // The page may have left.
    await route.continue().catch(() => undefined);
  });
  return () => {
    held.resolve(undefined);
  };
}
