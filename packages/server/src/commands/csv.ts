/**
 * A line of a CSV file, by RFC 4180. What a spreadsheet would take for a formula gets an apostrophe before it, which makes
 * it a text; a negative number stays one.
 */
export const csvLine = (fields: readonly (string | number)[]): string =>
  `${fields.map((field) => quoted(harmless(String(field)))).join(',')}\r\n`;

const NUMBER = /^-\d+(\.\d+)?$/;

const harmless = (field: string): string => (/^[=+\-@\t\r]/.test(field) && !NUMBER.test(field) ? `'${field}` : field);

const quoted = (field: string): string => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
