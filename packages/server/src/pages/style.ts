import { readFileSync } from 'node:fs';

/** The style sheet of every page. */
export const style = readFileSync(new URL('./style.css', import.meta.url), 'utf8');
