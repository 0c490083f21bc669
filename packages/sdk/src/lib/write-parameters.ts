/**
 * Appends parameters to an address as text, before its fragment, and leaves the rest byte for byte: `searchParams`
 * would rewrite it (`%20` → `+`, `~` → `%7E`, `flag` → `flag=`). White space at the end, which browsers ignore, goes:
 * within the address it would become `%20`.
 *
 * @param parameters names and values, the values fit for a URL; `undefined` is not written, nor is a parameter that
 *   the address has from somebody else
 * @param written the `name=value` this page wrote so far, added to here; found in the address, they make way
 */
export function writeParameters(
  address: string,
  parameters: Readonly<Record<string, string | undefined>>,
  written: Set<string>,
): string {
  const trimmed = address.replace(/[^!-\uffff]+$/, '');
  const [, head = '', query, fragment = ''] = /^([^?#]*)(\?[^#]*)?(.*)$/s.exec(trimmed) ?? [];
  const parts = query === undefined ? [] : query.slice(1).split('&');
  const kept = parts.filter((part) => !written.has(part));
  for (const [name, value] of Object.entries(parameters)) {
    if (!value || new URLSearchParams(kept.join('&')).has(name)) continue;
    // An empty last part is a `?` or `&` that is there already; where ours was taken out, it has been used before.
    if (kept.length === parts.length && !kept[kept.length - 1]) kept.pop();
    const part = `${name}=${value}`;
    kept.push(part);
    written.add(part);
  }
  const result = head + (kept.length ? `?${kept.join('&')}` : '') + fragment;
  return result === trimmed ? address : result;
}
