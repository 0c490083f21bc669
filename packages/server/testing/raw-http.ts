import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection to a server on this machine, to send what no HTTP client would. */
export interface RawConnection {
  readonly send: (text: string | Buffer) => void;
  /** All that comes until the server ends the connection. */
  readonly rest: () => Promise<string>;
  readonly socket: Socket;
}

/** Opens one. */
export async function rawConnection(port: number): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A server may end it in the middle of what is sent.
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  return {
    socket,
    send: (text) => {
      socket.write(text);
    },
    async rest() {
      await closed;
      return Buffer.concat(chunks).toString('latin1');
    },
  };
}

/** Sends this, and all that comes back until the server ends the connection. */
export async function sendRaw(port: number, text: string | Buffer): Promise<string> {
  const { send, rest } = await rawConnection(port);
  send(text);
  return rest();
}

/** The status of an answer; none where there was no answer. */
export const statusOf = (answer: string): number | undefined => {
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1];
  return status === undefined ? undefined : Number(status);
};
