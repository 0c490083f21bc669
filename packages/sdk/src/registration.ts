import type { Billref } from './create-billref.ts';
import { attempt } from './lib/attempt.ts';

/** As much of the SDK as a registration needs. */
export type Registrant = Pick<Billref, 'clickId' | 'partner'>;

/** Parameters of `register` (seed 002); one that is not known is not there. */
export interface RegistrationParameters {
  /** The click id. */
  readonly sesid?: string;
  /** The id of the partner who brought the visitor. */
  readonly partner?: string;
  /** The visitor's time zone: minutes east of GMT now, and `,1` if the clocks change there, otherwise `,0`. */
  readonly tzoffset?: string;
}

/**
 * Minutes east of GMT. Seed 002 does not print its `get_date_offset`; that is the name, and 2010 the year, of
 * jsTimezoneDetect, where it means this.
 */
const dateOffset = (date: Date): number => -date.getTimezoneOffset();

function tzoffset(): string {
  const changes = dateOffset(new Date(2010, 0, 2)) !== dateOffset(new Date(2010, 5, 2));
  return `${dateOffset(new Date())},${changes ? 1 : 0}`;
}

/**
 * What a site that has a registration form of its own, and calls `register` itself, adds to its call, so that the new
 * client is the partner's: `{ sesid: '1762745305.hvtgBc', partner: '2', tzoffset: '60,1' }` (seed 002). Ask for it when
 * the form is sent: before the click is registered there is no `sesid`, and without a referral there is neither.
 *
 * Empty where there is no browser, whose time zone it would be. Throws nothing.
 */
export const registrationParameters = (billref: Registrant): RegistrationParameters =>
  attempt(() => {
    if (typeof document === 'undefined') return {};
    const known = { sesid: billref.clickId(), partner: billref.partner(), tzoffset: tzoffset() };
    return Object.fromEntries(Object.entries(known).filter(([, value]) => value));
  }) ?? {};

/**
 * Adds {@link registrationParameters} to each form with the attribute `data-billref-registration`, wherever it is sent:
 * among its fields as they are sent, and to the page's own `new FormData(form)`. Nothing is written in the page, and a
 * field that the page has itself, even an empty one, stays as it is. Throws nothing.
 *
 * A form in a shadow root is out of reach, for its events do not leave it.
 *
 * @returns ends it
 */
export function fillRegistrationForms(billref: Registrant): () => void {
  const fill = ({ target, formData }: FormDataEvent): void => {
    attempt(() => {
      if (!(target as Element).matches('[data-billref-registration]')) return;
      for (const [name, value] of Object.entries(registrationParameters(billref)))
        if (!formData.has(name)) formData.append(name, value as string);
    });
  };
  // After the page's own listeners, which may have fields to add.
  attempt(() => {
    addEventListener('formdata', fill);
  });
  return () => {
    attempt(() => {
      removeEventListener('formdata', fill);
    });
  };
}
