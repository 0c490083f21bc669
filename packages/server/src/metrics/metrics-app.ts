import express, { type Express } from 'express';
import { collectDefaultMetrics } from 'prom-client';
import type { Readiness } from '../health/readiness.ts';
import { healthRoutes } from '../http/health.ts';
import type { Store } from '../store/open.ts';
import './clicks.ts';
import { watchMailQueue } from './mail-queue.ts';
import { registry } from './registry.ts';

/**
 * What tells of this process to whoever looks after it. It listens on a port of its own, which is not for the public: how
 * much a provider sells is nobody else's to know, and a port is shut off more surely than a path.
 *
 * To be called once in a process.
 */
export function buildMetricsApp({ store, readiness }: { store: Store; readiness: Readiness }): Express {
  collectDefaultMetrics({ register: registry });
  watchMailQueue(store);
  const app = express().disable('x-powered-by');
  app.use(healthRoutes(readiness));
  app.get('/metrics', async (_, response) => {
    response.set('Content-Type', registry.contentType).send(await registry.metrics());
  });
  return app;
}
