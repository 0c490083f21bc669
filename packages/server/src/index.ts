export type { AppOptions } from './app-options.ts';
export { buildApp } from './app.ts';
export { type Trust, trustProxies } from './http/proxies.ts';
export { type Logs, openLogs } from './log/logs.ts';
export { maintain, type Maintained } from './rewards/maintain.ts';
export { openStore, type Store } from './store/open.ts';
