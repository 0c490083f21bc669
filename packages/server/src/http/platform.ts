import type { RequestListener } from 'node:http';
import type { AppOptions } from '../app-options.ts';
import { buildApp } from '../app.ts';
import { answerClicks } from './answer-clicks.ts';

/** All that the billing platform's side answers: clicks by themselves, everything else by Express. */
export const platform = (options: AppOptions): RequestListener => answerClicks(options, buildApp(options));
