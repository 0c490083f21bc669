import { Router } from 'express';
import type { Readiness } from '../health/readiness.ts';

/** What a proxy or whoever else looks after the process asks: does it live, and may requests be sent to it. */
export function healthRoutes(readiness: Readiness): Router {
  const routes = Router();
  routes.get('/healthz', (_, response) => {
    response.set('Cache-Control', 'no-store').type('text').send('alive\n');
  });
  routes.get('/readyz', async (_, response) => {
    const reason = await readiness.unreadyBecause();
    response
      .status(reason === undefined ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .type('text')
      .send(reason === undefined ? 'ready\n' : `${reason}\n`);
  });
  return routes;
}
