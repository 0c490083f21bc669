import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** The statuses of what cannot be read as HTTP, by the code of Node.js' error, and what to say. */
const ANSWERS: ReadonlyMap<string, readonly [status: number, words: string]> = new Map([
  ['HPE_HEADER_OVERFLOW', [431, 'the address and the headers are too long']],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', [413, 'the chunks are too long']],
  ['ERR_HTTP_REQUEST_TIMEOUT', [408, 'the request takes too long to arrive']],
]);

/** Answers what is no request, for the server's `clientError`, and ends the connection: there is no telling what follows. */
export function answerUnreadable(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, words] = ANSWERS.get(error.code ?? '') ?? [400, 'this is no HTTP request'];
  const body = `${words}\n`;
  const head = [
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    'X-Content-Type-Options: nosniff',
    `Content-Length: ${String(body.length)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => {
    socket.destroy();
  });
}
