import type { Format } from './format.ts';

/** Whether a page may ask to be called back by this name: one identifier, nothing that could be more than a name. */
export const isCallback = (name: string): boolean => /^[A-Za-z_$][\w$]{0,63}$/.test(name);

/** A JSON format as a script that calls a function of the page (seed 002, `callback`). */
export const jsonp = (format: Format, callback: string): Format => ({
  ...format,
  contentType: 'text/javascript; charset=utf-8',
  // The comment keeps a plugin from reading the name as the head of a file of its own kind (CVE-2014-4671).
  write: (doc) => `/**/${callback}(${escapeLines(format.write(doc))});\n`,
});

/** Line ends that are part of a JSON string, but were not of a script's before ES2019. */
const escapeLines = (text: string): string => text.replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029');
