/** Visitors who land and land again, each on a connection of its own. */
export interface ClickLoad {
  /** The click ids that were answered by now, by the nonce that each was asked with. */
  readonly answered: ReadonlyMap<string, string>;
  /** What did not come to a click id: an answer of another kind, or none. */
  readonly failed: readonly string[];
  /** Waits until so many more were answered. */
  readonly more: (clicks: number) => Promise<void>;
  /** Lets the last ones be answered. */
  readonly stop: () => Promise<void>;
}

/**
 * Registers clicks without a pause until it is stopped.
 *
 * @param origin where; asked anew for each click
 */
export function loadWithClicks(
  origin: () => string,
  { partner, visitors = 4 }: { partner: number; visitors?: number },
): ClickLoad {
  const answered = new Map<string, string>();
  const failed: string[] = [];
  let stopped = false;
  let waiting: { until: number; go: () => void } | undefined;
  const visit = async (visitor: number): Promise<void> => {
    for (let number = 0; !stopped; number += 1) {
      const nonce = `visitor-${String(visitor)}-click-${String(number)}`;
      try {
        answered.set(nonce, await registerClick(origin(), { partner, nonce }));
        if (waiting !== undefined && answered.size >= waiting.until) waiting.go();
      } catch (error) {
        failed.push(String(error));
      }
    }
  };
  const visits = Promise.all(Array.from({ length: visitors }, (_, visitor) => visit(visitor)));
  return {
    answered,
    failed,
    more: (clicks) =>
      new Promise((go) => {
        waiting = { until: answered.size + clicks, go };
      }),
    stop: async () => {
      stopped = true;
      await visits;
    },
  };
}

/** Registers a click on the site of the tests' provider. */
export async function registerClick(
  origin: string,
  { partner, nonce }: { partner: number; nonce: string },
): Promise<string> {
  const p = `https://site.com/?from=${String(partner)}`;
  const query = new URLSearchParams({ func: 'referralprogram.registerclick', out: 'json', p, nonce });
  const answer = await (await fetch(`${origin}/billmgr?${query.toString()}`)).text();
  const cntid = /"cntid":\{"\$":"([^"]+)"/.exec(answer)?.[1];
  if (cntid === undefined) throw new Error(answer);
  return cntid;
}
