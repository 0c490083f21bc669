import { type App, defineAsyncComponent } from 'vue';
import { page } from './visit.ts';
import { makeApp, Visit } from './vue-app.ts';

const place = document.body.querySelector('div') ?? document.body;
const late = defineAsyncComponent(
  () =>
    new Promise<typeof Visit>((resolve) => {
      page.hydrateLate = () => {
        resolve(Visit);
      };
    }),
);
let app: App;
page.mount = () => {
  app = makeApp(window.visit, place.hasChildNodes() ? late : undefined);
  app.mount(place);
};
page.unmount = () => {
  app.unmount();
};
page.mount();
