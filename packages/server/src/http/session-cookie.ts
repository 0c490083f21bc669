import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';

const NAME = 'billmgrses5';

/** The session the browser holds. */
export const sessionCookie = ({ headers }: IncomingMessage): string | undefined =>
  new RegExp(`(?:^|;\\s*)${NAME}=([\\w-]{1,128})`).exec(headers.cookie ?? '')?.[1];

/** Gives the browser a session, or takes it away. Lax, so that links from the provider's site find it. */
export function setSessionCookie(response: Response, token: string | null, secure: boolean): void {
  const options = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const;
  if (token === null) response.clearCookie(NAME, options);
  else response.cookie(NAME, token, options);
}
