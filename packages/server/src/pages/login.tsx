import type { PlatformError } from '../functions/platform-error.ts';
import type { RawParameters } from '../functions/parameters.ts';
import { ErrorMessage, Field, Form } from './form.tsx';
import type { Page } from './page.tsx';

/** Logging in, on the way to an order or to one's own page. */
export function loginPage({ base, raw }: { base: string; raw: RawParameters }, error?: PlatformError): Page {
  const { redirect } = raw;
  const registration = new URLSearchParams({ func: 'register', ...(redirect && { redirect }) });
  return {
    title: 'Log in',
    body: (
      <>
        <ErrorMessage error={error} />
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
          New here? <a href={`${base}?${registration.toString()}`}>Register</a>
        </p>
      </>
    ),
  };
}
