/** Every access may throw: storage is blocked, full, or missing in a sandboxed frame. Then nothing is remembered. */
export function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // This page remembers it anyway.
  }
}
