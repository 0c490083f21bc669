/**
 * A page that a visitor reaches by a partner's link, in a browser that knows nothing yet.
 *
 * @param {{ links?: number, slowdown?: number }} options slowdown begins when the page is there
 */
export async function landingPage(browser, site, { links = 0, slowdown = 1 } = {}) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.url}?from=2`);
  await page.evaluate(
    ({ links, billingUrl }) => {
      const link = (_, n) => `<p><a href="${billingUrl}?func=order&n=${n}">An order</a></p>`;
      // What laying them out costs is not the script's.
      document.body.innerHTML = `<div hidden>${Array.from({ length: links }, link).join('')}</div>`;
    },
    { links, billingUrl: site.billingUrl },
  );
  if (slowdown > 1) {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  }
  return page;
}

/** Runs a script in a page and tells, in milliseconds, how long it and the task after it took. */
export const runScript = (page, { code, attributes }) =>
  page.evaluate(
    async ({ code, attributes }) => {
      const script = document.createElement('script');
      for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
      script.textContent = code;
      const { port1, port2 } = new MessageChannel();
      const start = performance.now();
      document.head.append(script);
      port2.postMessage('');
      await new Promise((resolve) => (port1.onmessage = resolve));
      return performance.now() - start;
    },
    { code, attributes },
  );

/** Waits until whatever a script has begun has come to rest. */
export const settled = (page) => page.waitForTimeout(1500);
