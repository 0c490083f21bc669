// What browsers lack, refuse or break, done to a page before its first script: `context.addInitScript(locksAbsent)`.
// Each runs in the page and can use nothing of this file.

/** As on plain http. */
export const locksAbsent = (): void => {
  Reflect.deleteProperty(Navigator.prototype, 'locks');
};

/** As in an opaque origin. */
export const locksRefused = (): void => {
  // The empty page that a tab begins with has none.
  if (isSecureContext)
    LockManager.prototype.request = () => Promise.reject(new DOMException('refused', 'SecurityError'));
};

/** As if another tab never gave the lock back; a request that is aborted ends all the same. */
export const locksTaken = (): void => {
  if (!isSecureContext) return;
  const request = LockManager.prototype.request.bind(navigator.locks) as (...args: unknown[]) => Promise<never>;
  LockManager.prototype.request = (name: string, ...rest: unknown[]) => {
    void request(name, () => new Promise(() => undefined));
    return request(name, ...rest);
  };
};

/** As where the browser blocks site data: its mere mention throws. */
export const localStorageBlocked = (): void => {
  Object.defineProperty(window, 'localStorage', {
    get() {
      throw new DOMException('blocked', 'SecurityError');
    },
  });
};

/** As in a WebView without it. */
export const localStorageNull = (): void => {
  Object.defineProperty(window, 'localStorage', { value: null });
};

/** As when there is no room left: it can be read but not written. */
export const localStorageFull = (): void => {
  const storage = localStorage;
  const full = (): never => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  Object.defineProperty(window, 'localStorage', {
    value: new Proxy(storage, {
      get: (_, name) => {
        const value: unknown = Reflect.get(storage, name);
        return name === 'setItem' ? full : typeof value === 'function' ? (value.bind(storage) as unknown) : value;
      },
      set: full,
    }),
  });
};

/** As in a sandboxed frame: their mere mention throws. */
export const cookiesBlocked = (): void => {
  Object.defineProperty(Document.prototype, 'cookie', {
    get() {
      throw new DOMException('blocked', 'SecurityError');
    },
    set() {
      throw new DOMException('blocked', 'SecurityError');
    },
  });
};

/** As where the visitor has switched them off: nothing is said and nothing kept. */
export const cookiesIgnored = (): void => {
  Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set: () => undefined });
};

/** As before Chrome 102, Safari 26.2 and Firefox 147. */
export const navigationAbsent = (): void => {
  Reflect.deleteProperty(window, 'navigation');
};

/** As sites do that fear scripts like ours. */
export const historyFrozen = (): void => {
  Object.freeze(history);
  Object.freeze(History.prototype);
};

/** As before Chrome 103 and Safari 16. */
export const timeLimitsAbsent = (): void => {
  Reflect.deleteProperty(AbortSignal, 'timeout');
};
