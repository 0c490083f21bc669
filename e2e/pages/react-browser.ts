import { createElement as h, lazy } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { App, Visit } from './react-app.ts';
import { page } from './visit.ts';

const place = document.body.querySelector('div') ?? document.body;
const Late = lazy(
  () =>
    new Promise<{ default: typeof Visit }>((resolve) => {
      page.hydrateLate = () => {
        resolve({ default: Visit });
      };
    }),
);
let root: Root;
page.mount = () => {
  if (place.hasChildNodes()) root = hydrateRoot(place, h(App, { visit: window.visit, Late }));
  else {
    root = createRoot(place);
    root.render(h(App, { visit: window.visit }));
  }
};
page.unmount = () => {
  root.unmount();
};
page.mount();
