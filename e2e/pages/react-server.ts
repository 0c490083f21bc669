import { createElement as h } from 'react';
import { renderToString } from 'react-dom/server';
import { App, Visit } from './react-app.ts';

/** The page as the server sends it. */
export const render = (visit: Window['visit']): string => renderToString(h(App, { visit, Late: Visit }));

/** A component without the provider around it. */
export const renderAlone = (): string => renderToString(h(Visit, { billingUrl: '', name: '' }));
