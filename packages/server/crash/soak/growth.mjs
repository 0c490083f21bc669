/**
 * How a figure of the samples went on after the first fifth of the time, in which a server fills its caches.
 *
 * @param {{ minute: number }[]} samples one a second
 * @returns {{ first: number, last: number, most: number, grown: number, perMinute: number }} the means of the second fifth and
 *   of the last, what is between both, and the slope of the line that fits best
 */
export function growth(samples, figure) {
  const fifth = Math.floor(samples.length / 5);
  const steady = samples.slice(fifth);
  const [first, last] = [steady.slice(0, fifth), steady.slice(-fifth)].map((part) => mean(part, figure));
  const [minute, value] = [mean(steady, 'minute'), mean(steady, figure)];
  const covariance = sum(steady, (one) => (one.minute - minute) * (one[figure] - value));
  const variance = sum(steady, (one) => (one.minute - minute) ** 2);
  const figures = { first, last, most: Math.max(...steady.map((one) => one[figure])) };
  return rounded({ ...figures, grown: last - first, perMinute: covariance / variance });
}

const sum = (samples, of) => samples.reduce((total, one) => total + of(one), 0);
const mean = (samples, figure) => sum(samples, (one) => one[figure]) / samples.length;
const rounded = (figures) =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Math.round(value * 100) / 100]));
