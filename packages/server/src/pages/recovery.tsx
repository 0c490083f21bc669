import type { Call } from '../call/declare.ts';
import type { PlatformError } from '../call/platform-error.ts';
import { ErrorMessage, Field, Form } from './form.tsx';
import type { Page } from './page.tsx';

type Asked = Pick<Call, 'base' | 'raw' | 'lang'>;

/** Asking for a mail with a way to a new password. */
export function recoveryPage(
  { base, raw, lang }: Asked,
  { error, sent = false }: { error?: PlatformError; sent?: boolean } = {},
): Page {
  return {
    title: 'Forgotten password',
    body: sent ? (
      <p role="status">If somebody is registered with this e-mail, a mail is on its way.</p>
    ) : (
      <>
        <ErrorMessage error={error} lang={lang} />
        <Form base={base} func="recovery" hidden={{ redirect: raw.redirect }} submit="Send me a mail">
          <Field
            label="E-mail"
            input={{ name: 'email', type: 'email', value: raw.email, autocomplete: 'email', required: true }}
            error={error}
          />
        </Form>
      </>
    ),
  };
}

/** Choosing a new password by the key of the mail, which its link brings along. */
export function newPasswordPage({ base, raw, lang }: Asked, error?: PlatformError): Page {
  return {
    title: 'New password',
    body: (
      <>
        <ErrorMessage error={error} lang={lang} />
        <Form base={base} func="recovery.change" hidden={{ key: raw.key }} submit="Change the password">
          {raw.key === undefined && (
            <Field
              label="Key of the mail"
              input={{ name: 'key', autocomplete: 'one-time-code', required: true }}
              error={error}
            />
          )}
          <Field
            label="New password"
            input={{ name: 'passwd', type: 'password', autocomplete: 'new-password', minLength: 6, required: true }}
            error={error}
          />
        </Form>
        <p>
          <a href={`${base}?func=recovery`}>Ask for another mail</a>
        </p>
      </>
    ),
  };
}
