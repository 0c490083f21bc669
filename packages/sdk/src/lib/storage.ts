import { attempt } from './attempt.ts';

/** What localStorage did not take, kept for this page. */
const memory = new Map<string, string>();

/** Reads localStorage, whose mere mention throws in a sandboxed frame and where the browser blocks site data. */
export const readItem = (key: string): string | undefined =>
  memory.get(key) ?? attempt(() => localStorage.getItem(key)) ?? undefined;

/** Writes to localStorage, or for this page alone if that is full, blocked or absent. */
export function writeItem(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
    memory.delete(key);
  } catch {
    memory.set(key, value);
  }
}
