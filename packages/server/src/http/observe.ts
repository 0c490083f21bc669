import type { RequestHandler, Response } from 'express';

/** A request that is over. */
export interface Answered {
  readonly method: string;
  /** The function that was asked, if it is one of ours. */
  readonly func: string | undefined;
  /** That of the answer; 499, nginx's number for it, where the client left before the end. */
  readonly status: number;
  /** From the head of the request to the end of the answer. */
  readonly ms: number;
}

/** Tells of each request when it is over. */
export function observe(onAnswered: (answered: Answered) => void): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    response.once('close', () => {
      const func: unknown = response.locals.func;
      onAnswered({
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
