import type { ComponentChildren, ComponentProps } from 'preact';
import type { Choice } from '../call/form.ts';
import type { PlatformError } from '../call/platform-error.ts';
import type { Lang } from '../call/words.ts';

/** A form that calls a function; `sok` is what makes it save. `of` tells buttons with the same words apart. */
export function Form({
  base,
  func,
  hidden = {},
  submit,
  of,
  children,
}: {
  base: string;
  func: string;
  hidden?: Readonly<Record<string, string | number | undefined>>;
  submit: string;
  of?: string;
  children?: ComponentChildren;
}) {
  return (
    <form method="post" action={base}>
      <input type="hidden" name="func" value={func} />
      <input type="hidden" name="sok" value="ok" />
      {Object.entries(hidden).map(
        ([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
      )}
      {children}
      <button type="submit" aria-label={of && `${submit} ${of}`}>
        {submit}
      </button>
    </form>
  );
}

/** One line to fill in, with the error that names it. */
export function Field({
  label,
  input,
  error,
}: {
  label: string;
  input: ComponentProps<'input'> & { readonly name: string };
  error: PlatformError | undefined;
}) {
  const { name } = input;
  const wrong = error?.object === name;
  return (
    <p class="field">
      <label for={name}>{label}</label>
      <input id={name} {...input} aria-invalid={wrong} aria-describedby={wrong ? 'error' : undefined} />
    </p>
  );
}

/** Why the last try was refused. */
export function ErrorMessage({ error, lang }: { error: PlatformError | undefined; lang: Lang }) {
  return error === undefined ? null : (
    <p id="error" class="error" role="alert">
      {error.words[lang]}
    </p>
  );
}

/** One of several things to choose, with the error that names it. */
export function Select({
  label,
  name,
  error,
  children,
}: {
  label: string;
  name: string;
  error: PlatformError | undefined;
  children: ComponentChildren;
}) {
  const wrong = error?.object === name;
  return (
    <p class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name} aria-invalid={wrong} aria-describedby={wrong ? 'error' : undefined}>
        {children}
      </select>
    </p>
  );
}

/** What can be chosen. */
export const Choices = ({ choices, chosen }: { choices: readonly Choice[]; chosen: string | undefined }) => (
  <>
    {choices.map(([key, words]) => (
      <option key={key} value={key} selected={key !== '' && key === chosen}>
        {words}
      </option>
    ))}
  </>
);
