import type { PlatformError } from '../call/platform-error.ts';
import type { Lang } from '../call/words.ts';
import { ErrorMessage } from './form.tsx';
import type { Page } from './page.tsx';

/** An error of a function that has no form to show it in. */
export const errorPage = (error: PlatformError, lang: Lang): Page => ({
  title: 'That did not work',
  body: <ErrorMessage error={error} lang={lang} />,
});
