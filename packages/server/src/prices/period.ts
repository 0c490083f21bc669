/**
 * A payment period as the platform's price lists name it, by its id (seed 002: −100 trial, −50 day, 0 lifetime, otherwise
 * months). How long a trial is no document says.
 */
export function nameOfLength(period: number): { readonly type: string; readonly length: number } {
  if (period === -100) return { type: 'trial', length: 0 };
  if (period === -50) return { type: 'day', length: 1 };
  if (period === 0) return { type: 'lifetime', length: 0 };
  return { type: 'month', length: period };
}
