/** The goals. Of ratios it is so much at least, of milliseconds at most. */
const BOUNDS = { ratio_express: 0.45, ratio_naive: 8, p99_at_80_percent_ms: 25, ratio_stored: 0.9 };

/** The figures that matter, and whether they are within their bounds. */
export function judged({ bare_express, insert_each, sqlite, sqlite_at_80_percent, sqlite_stored }) {
  const ratio = (one, other) => Number((one.per_second / other.per_second).toFixed(3));
  const reached = {
    ratio_express: ratio(sqlite, bare_express),
    ratio_naive: ratio(sqlite, insert_each),
    p99_at_80_percent_ms: sqlite_at_80_percent.p99_ms,
    ratio_stored: ratio(sqlite_stored, sqlite),
  };
  const within = Object.fromEntries(
    Object.entries(BOUNDS).map(([name, bound]) => [
      name,
      name.startsWith('ratio') ? reached[name] >= bound : reached[name] <= bound,
    ]),
  );
  return { ...reached, within, bounds: BOUNDS };
}
