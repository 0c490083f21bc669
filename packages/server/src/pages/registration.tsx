import type { PlatformError } from '../functions/platform-error.ts';
import type { RawParameters } from '../functions/parameters.ts';
import { ErrorMessage, Field, Form } from './form.tsx';
import type { Page } from './page.tsx';

/** Becoming a client; what was typed is kept after an error, except the password. */
export function registrationPage({ base, raw }: { base: string; raw: RawParameters }, error?: PlatformError): Page {
  const { redirect, project, partner, cntid, sesid = cntid } = raw;
  const login = new URLSearchParams({ func: 'auth', ...(redirect && { redirect }) });
  return {
    title: 'Register',
    body: (
      <>
        <ErrorMessage error={error} />
        <Form base={base} func="register" hidden={{ redirect, project, partner, sesid }} submit="Register">
          <Field
            label="Name"
            input={{ name: 'realname', value: raw.realname, autocomplete: 'name', required: true }}
            error={error}
          />
          <Field
            label="E-mail"
            input={{ name: 'email', type: 'email', value: raw.email, autocomplete: 'email', required: true }}
            error={error}
          />
          <Field
            label="Password"
            input={{ name: 'passwd', type: 'password', autocomplete: 'new-password', minLength: 6, required: true }}
            error={error}
          />
        </Form>
        <p>
          Registered already? <a href={`${base}?${login.toString()}`}>Log in</a>
        </p>
      </>
    ),
  };
}
