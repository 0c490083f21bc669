import type { Transport } from './options.ts';

/**
 * Sends a click by a script tag (JSONP), for platforms that answer other sites no other way (seed 002): the option
 * `transport`. The page's Content-Security-Policy must allow the platform's scripts, and the platform can run what it
 * likes in the page; prefer `fetch` wherever it works.
 *
 * ```js
 * import { createBillref } from '@billref/sdk';
 * import { jsonp } from '@billref/sdk/jsonp';
 *
 * createBillref({ billingUrl: 'https://bill.example.com/billmgr', transport: jsonp });
 * ```
 *
 * @returns what the platform answers; rejects if the script does not load, or not in time
 */
export const jsonp: Transport = (address, { signal }) =>
  new Promise((resolve, reject) => {
    const page = window as unknown as Record<string, unknown>;
    const name = `billref_${crypto.getRandomValues(new Uint32Array(2)).join('_')}`;
    const script = document.createElement('script');
    const url = new URL(address);
    url.searchParams.set('out', 'json');
    url.searchParams.set('callback', name);
    // Where a script's address must be a trusted one this throws, and nothing has been left in the page.
    script.src = url.href;
    page[name] = (answer: unknown) => {
      resolve({ ok: true, json: () => Promise.resolve(answer) });
    };
    // The function stays until the script has come, however late, so that nothing is thrown.
    const end = (): void => {
      Reflect.deleteProperty(page, name);
      script.remove();
    };
    script.onload = () => {
      end();
      // One that has called nobody is no answer; otherwise this changes nothing.
      resolve({ ok: false, json: () => Promise.resolve() });
    };
    script.onerror = () => {
      end();
      reject(new Error('the script was not loaded'));
    };
    signal?.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
    document.head.append(script);
  });
