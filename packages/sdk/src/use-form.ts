import { parameterFor } from './decorate.ts';

let last: Partial<SubmitEvent> = {};

/** Remembers by which button a form is sent, until it has been; `form.submit()` has none. */
export const onSubmit = (event: SubmitEvent): void => {
  last = event;
  setTimeout(() => (last = {}));
};

/**
 * Adds the click to a form that goes to billing, among its fields as they are sent: the event comes for every way a form
 * is submitted, `form.submit()` included, and for the page's own `new FormData(form)`. Nothing is written in the page.
 */
export function onFormData({ target, formData }: FormDataEvent): void {
  // The button may send the form elsewhere. By attribute: an input named `action` hides the property.
  const [name, value] = parameterFor(
    (last.target === target && !last.defaultPrevented && last.submitter?.getAttribute('formaction')) ||
      (target as Element).getAttribute('action'),
  );
  if (value && !formData.has(name)) formData.append(name, value);
}
