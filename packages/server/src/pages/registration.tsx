import type { Call } from '../call/declare.ts';
import type { Choice } from '../call/form.ts';
import type { PlatformError } from '../call/platform-error.ts';
import { onTheWay } from '../call/start-form.ts';
import type { Lang } from '../call/words.ts';
import { countries, states } from '../directory/countries.ts';
import type { Agreement } from '../store/agreements.ts';
import { Choices, ErrorMessage, Field, Form, Select } from './form.tsx';
import type { Page } from './page.tsx';

const countryChoices: Readonly<Record<Lang, readonly Choice[]>> = { en: inOrder('en'), ru: inOrder('ru') };

function inOrder(lang: Lang): readonly Choice[] {
  return [['', ''], ...countries[lang].map(({ id, name }) => [String(id), name] as const)];
}

/** By country: there is no script that would hide those of another. */
const stateChoices: Readonly<Record<Lang, readonly (readonly [country: string, choices: readonly Choice[]])[]>> = {
  en: byCountry('en'),
  ru: byCountry('ru'),
};

function byCountry(lang: Lang) {
  return countries[lang].flatMap(({ id, name }) => {
    const own = states.filter(({ country }) => country === id);
    return own.length === 0 ? [] : [[name, own.map((state) => [state.id, state.name] as const)] as const];
  });
}

/** What a provider wants of a new client beside the parameters that everybody wants. */
export interface Asked {
  /** What has to be agreed to. */
  readonly agreements: readonly Agreement[];
  /** The field of the captcha, where there is one. */
  readonly captcha: string | undefined;
}

/** Becoming a client; what was typed is kept after an error, except the password. */
export function registrationPage(
  call: Pick<Call, 'base' | 'raw' | 'lang'>,
  { agreements, captcha }: Asked,
  error?: PlatformError,
): Page {
  const { base, raw, lang } = call;
  const { redirect, project, partner, cntid, sesid = cntid } = raw;
  return {
    title: 'Register',
    body: (
      <>
        <ErrorMessage error={error} lang={lang} />
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
          <Field
            label="Phone"
            input={{ name: 'phone', type: 'tel', value: raw.phone, autocomplete: 'tel' }}
            error={error}
          />
          <Select label="Country" name="country" error={error}>
            <Choices choices={countryChoices[lang]} chosen={raw.country} />
          </Select>
          <Select label="State" name="state" error={error}>
            <option value="" />
            {stateChoices[lang].map(([country, choices]) => (
              <optgroup key={country} label={country}>
                <Choices choices={choices} chosen={raw.state} />
              </optgroup>
            ))}
          </Select>
          {agreements.map(({ name, title, url }) => (
            <p key={name} class="agreement">
              <input id={name} type="checkbox" name={name} value="on" required checked={raw[name] === 'on'} />{' '}
              <label for={name}>I agree: {url === null ? title : <a href={url}>{title}</a>}</label>
            </p>
          ))}
          {captcha !== undefined && (
            <Field label="Captcha" input={{ name: captcha, autocomplete: 'off', required: true }} error={error} />
          )}
        </Form>
        <p>
          Registered already? <a href={onTheWay(call, 'auth')}>Log in</a>
        </p>
      </>
    ),
  };
}
