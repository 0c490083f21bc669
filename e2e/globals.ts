import type { Page } from '@playwright/test';

/** The functions of the browser that a script might put its own in the place of, and where they are found. */
const PATHS = [
  'open',
  'HTMLAnchorElement.prototype.click',
  'navigation.navigate',
  'history.pushState',
  'history.replaceState',
  'fetch',
  'HTMLFormElement.prototype.submit',
  'HTMLFormElement.prototype.requestSubmit',
] as const;

/** As text, because it runs in the page: before its first script, and later. */
const functions = `new Map(${JSON.stringify(PATHS)}.map((path) => [
  path,
  path.split('.').reduce((at, name) => at?.[name], window),
]))`;

/** Remembers the browser's functions as they are before any script of a page runs. */
export const rememberGlobals = (page: Page): Promise<unknown> =>
  page.addInitScript(`Object.defineProperty(window, 'asTheyWere', { value: ${functions} })`);

/** Under which of the names is another function than before. */
export const changedGlobals = (page: Page): Promise<string[]> =>
  page.evaluate(`[...${functions}].filter(([path, is]) => window.asTheyWere.get(path) !== is).map(([path]) => path)`);
