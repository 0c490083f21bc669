import { z } from 'zod';
import { missed, PlatformError } from '../call/platform-error.ts';

/** A check that somebody is no robot, by a service that answers as reCAPTCHA's siteverify does. */
export interface Captcha {
  /** The service's address for servers. */
  readonly url: string;
  readonly secret: string;
  /** The parameter that a form sends the visitor's answer in. */
  readonly field: string;
}

/** The errors that follow, for a function's declaration. */
export const CAPTCHA_ERRORS = [
  ['missed', 'captcha', 'there is a captcha, and the field that the form names was not sent'],
  ['value', 'captcha', 'the answer to the captcha is wrong, was used before, or cannot be checked now'],
] as const;

/** How long the service may take, in milliseconds. */
const PATIENCE = 5_000;

const verdict = z.object({ success: z.boolean() });

/**
 * Lets nobody pass whose answer the service does not know; while it cannot be asked, nobody: else taking it down would
 * open the door.
 *
 * @throws PlatformError
 */
export async function checkCaptcha({ url, secret }: Captcha, response: string | undefined): Promise<void> {
  if (!response) throw missed('captcha');
  const passed = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ secret, response }),
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE),
  })
    .then((answer) => answer.json())
    .then((answer) => verdict.safeParse(answer).data?.success === true)
    .catch(() => false);
  if (!passed)
    throw new PlatformError('value', 'captcha', {
      en: 'the captcha was not passed; try again',
      ru: 'проверка не пройдена; попробуйте ещё раз',
    });
}
