/** What is told to a person, in each language the platform can be asked in (`lang`). */
export interface Words {
  readonly en: string;
  readonly ru: string;
}

/** A language of the platform. */
export type Lang = keyof Words;

/** The language a request asks for; English if it is none that we know. */
export const langOf = (lang: string | undefined): Lang => (lang === 'ru' ? 'ru' : 'en');
