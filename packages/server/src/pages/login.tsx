import type { Call } from '../call/declare.ts';
import type { PlatformError } from '../call/platform-error.ts';
import { onTheWay } from '../call/start-form.ts';
import { ErrorMessage, Field, Form } from './form.tsx';
import type { Page } from './page.tsx';

/** Logging in, on the way to an order or to one's own page. */
export function loginPage(call: Pick<Call, 'base' | 'raw' | 'lang'>, error?: PlatformError): Page {
  const { base, raw, lang } = call;
  const { redirect } = raw;
  return {
    title: 'Log in',
    body: (
      <>
        <ErrorMessage error={error} lang={lang} />
        <Form base={base} func="auth" hidden={{ redirect }} submit="Log in">
          <Field
            label="E-mail"
            input={{
              name: 'username',
              type: 'email',
              value: raw.username,
              autocomplete: 'username',
              required: true,
            }}
            error={error}
          />
          <Field
            label="Password"
            input={{ name: 'password', type: 'password', autocomplete: 'current-password', required: true }}
            error={error}
          />
        </Form>
        <p>
          <a href={onTheWay(call, 'recovery')}>Forgotten your password?</a>
        </p>
        <p>
          New here? <a href={onTheWay(call, 'register')}>Register</a>
        </p>
      </>
    ),
  };
}
