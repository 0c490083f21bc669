/** The middle of some measurements: a noisy machine's outliers do not move it. */
export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
