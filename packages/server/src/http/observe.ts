import type { RequestHandler, Response } from 'express';
import { type Trust, trustNobody } from './proxies.ts';
import { ID_HEADER, requestIdOf } from './request-id.ts';

/** A request that is over. */
export interface Answered {
  /** What it is called in the log, and in the header `X-Request-Id` of its answer. */
  readonly id: string;
  readonly method: string;
  /** The function that was asked, if it is one of ours. */
  readonly func: string | undefined;
  /** That of the answer; 499, nginx's number for it, where the client left before the end. */
  readonly status: number;
  /** From the head of the request to the end of the answer. */
  readonly ms: number;
}

/** Tells of each request when it is over. */
export function observe(onAnswered: (answered: Answered) => void, trusts: Trust = trustNobody): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    const id = requestIdOf(request, trusts);
    response.set(ID_HEADER, id);
    response.once('close', () => {
      const func: unknown = response.locals.func;
      onAnswered({
        id,
        method: request.method,
        func: typeof func === 'string' ? func : undefined,
        status: response.writableFinished ? response.statusCode : 499,
        ms: Math.round((performance.now() - start) * 1000) / 1000,
      });
    });
    next();
  };
}

/** Says which function a request has asked. */
export function nameFunction(response: Response, name: string): void {
  response.locals.func = name;
}
