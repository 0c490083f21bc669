import { Registry } from 'prom-client';

/** What this process tells of itself at `/metrics`. */
export const registry = new Registry();
