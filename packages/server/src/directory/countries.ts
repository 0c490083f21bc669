import { iso31661, iso31662 } from 'iso-3166';
import type { Lang } from '../call/words.ts';

/** A country of the directory. */
export interface Country {
  /** Its number in ISO 3166-1: 276 for Germany. */
  readonly id: number;
  /** Its two letters. */
  readonly iso2: string;
  readonly name: string;
}

/** A state of a country. */
export interface State {
  /** Its code in ISO 3166-2: `US-CA`. */
  readonly id: string;
  readonly country: number;
  /** In the standard's Latin letters, whatever the language. */
  readonly name: string;
}

/** Where an address is not complete without the state. */
const WITH_STATES = new Set(['AU', 'BR', 'CA', 'IN', 'MX', 'US']);

const ids = new Map(iso31661.map(({ alpha2, numeric }) => [alpha2, Number(numeric)]));

const countriesIn = (lang: Lang): readonly Country[] => {
  const names = new Intl.DisplayNames(lang, { type: 'region', fallback: 'code' });
  const { compare } = new Intl.Collator(lang);
  return [...ids]
    .map(([iso2, id]) => ({ id, iso2, name: names.of(iso2) ?? iso2 }))
    .sort((one, other) => compare(one.name, other.name));
};

/** Every country there is (ISO 3166-1), by name. */
export const countries: Readonly<Record<Lang, readonly Country[]>> = { en: countriesIn('en'), ru: countriesIn('ru') };

/** The states of those countries whose addresses name one (ISO 3166-2), by country and name. */
export const states: readonly State[] = iso31662
  .filter(({ parent }) => WITH_STATES.has(parent))
  .map(({ code, name, parent }) => ({ id: code, country: ids.get(parent) ?? 0, name }))
  .sort((one, other) => one.country - other.country || (one.name < other.name ? -1 : 1));
