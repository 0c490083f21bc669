import { renderToString } from 'vue/server-renderer';
import { makeApp, Visit } from './vue-app.ts';

/** The page as the server sends it. */
export const render = (visit: Window['visit']): Promise<string> => renderToString(makeApp(visit, Visit));
