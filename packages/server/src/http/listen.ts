import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerUnreadable } from './answer-unreadable.ts';
import { REQUEST_LIMITS, serverOptions } from './request-limits.ts';

/** How long a request that is under way may take to end when the server stops. */
const GRACE = 2_000;

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Answers what is under way, then stops. */
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
  const server = createServer(serverOptions(limits), listener);
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
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      // A browser opens connections ahead and may never ask anything on them.
      const silent = setTimeout(() => {
        server.closeAllConnections();
      }, GRACE);
      await closed;
      clearTimeout(silent);
    },
  };
}
