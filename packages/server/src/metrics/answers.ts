import { Counter, Histogram } from 'prom-client';
import { registry } from './registry.ts';

const seconds = new Histogram({
  name: 'billref_answer_seconds',
  help: 'From the head of a request to the end of its answer, by function.',
  labelNames: ['func'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
});

const answers = new Counter({
  name: 'billref_answers_total',
  help: 'Answers by function and HTTP status.',
  labelNames: ['func', 'status'],
  registers: [registry],
});

/** Counts an answer. The name of the function is one that is declared, for each has rows of its own; else there is none. */
export function countAnswer({ func = 'none', status, ms }: { func?: string | undefined; status: number; ms: number }) {
  seconds.observe({ func }, ms / 1000);
  answers.inc({ func, status });
}
