/** The most that is allowed. Of clicks it is so many at least. */
const BOUNDS = { ratio_bare: 3, growth: 1.2, peak_mb: 300, ratio_click_p99: 3, clicks_per_second: 500 };

/**
 * The figures of each database with the largest size's in front, whether they are within their bounds, and whether all
 * that was written is right.
 */
export function judged(figures) {
  const within = {};
  let correct = true;
  const largest = {};
  for (const [kind, { sizes, growth, beside_server }] of Object.entries(figures)) {
    const each = Object.values(sizes);
    const { run, bare, ratio_bare, ratio_bare_cpu, rerun } = each.at(-1);
    largest[kind] = {
      expenses: Number(Object.keys(sizes).at(-1)),
      ...{ seconds: run.seconds, bare_seconds: bare.seconds, ratio_bare, ratio_bare_cpu },
      ...{ rerun_seconds: rerun.seconds, rerun_changed: rerun.changed, peak_mb: run.peak_mb },
      ratio_click_p99: beside_server.ratio_click_p99,
      clicks_per_second: beside_server.clicks_per_second,
    };
    within[kind] = {
      ratio_bare: ratio_bare <= BOUNDS.ratio_bare,
      ...(Object.keys(growth).length > 0 && {
        growth: Object.values(growth).every(({ seconds }) => seconds <= BOUNDS.growth),
      }),
      peak_mb: each.every(({ run }) => run.peak_mb <= BOUNDS.peak_mb),
      ratio_click_p99: beside_server.ratio_click_p99 <= BOUNDS.ratio_click_p99,
      clicks_per_second: beside_server.clicks_per_second >= BOUNDS.clicks_per_second,
    };
    correct &&=
      each.every(({ rerun, audit }) => rerun.changed === 0 && rerun.changed_unremembered === 0 && audit === 'ok') &&
      beside_server.audit === 'ok' &&
      beside_server.unequal.length === 0;
  }
  return { ...largest, correct, within, bounds: BOUNDS, figures };
}
