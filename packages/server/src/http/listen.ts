import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerUnreadable } from './answer-unreadable.ts';
import { REQUEST_LIMITS, serverOptions } from './request-limits.ts';

/** How long a connection on which nothing was asked yet is waited for when the server stops, in milliseconds. */
const GRACE = 2_000;

/** How long requests that are under way may take then. */
const PATIENCE = 10_000;

/** How often it is looked then whether connections are idle. */
const LOOK = 50;

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Takes no new connections, answers what is under way, and stops, in 10 seconds at most. */
  close(): Promise<void>;
}

/**
 * Listens on a port; 0 takes a free one.
 *
 * @throws RangeError if the port is taken or may not be used
 */
export async function listen(
  listener: RequestListener,
  port: number,
  host: string,
  limits = REQUEST_LIMITS,
): Promise<Listening> {
  let underWay = 0;
  let closing = false;
  const server = createServer(serverOptions(limits), (request, response) => {
    underWay += 1;
    response.once('close', () => {
      underWay -= 1;
    });
    // So that whoever keeps the connection asks the next request of somebody else.
    if (closing) response.setHeader('Connection', 'close');
    listener(request, response);
  });
  server.maxConnections = limits.connections;
  server.on('clientError', answerUnreadable);
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new RangeError(`port ${String(port)} of ${host} cannot be used: ${code}`, { cause: error });
  }
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      closing = true;
      const closed = once(server, 'close');
      const start = performance.now();
      server.close();
      const looking = setInterval(() => {
        const waited = performance.now() - start;
        // A browser opens connections ahead and may never ask anything on them.
        if (waited > PATIENCE || (waited > GRACE && underWay === 0)) server.closeAllConnections();
        else server.closeIdleConnections();
      }, LOOK);
      await closed;
      clearInterval(looking);
    },
  };
}
