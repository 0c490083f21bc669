import type { PlatformError } from '../functions/platform-error.ts';
import { ErrorMessage } from './form.tsx';
import type { Page } from './page.tsx';

/** An error of a function that has no form to show it in. */
export const errorPage = (error: PlatformError): Page => ({
  title: 'That did not work',
  body: <ErrorMessage error={error} />,
});
