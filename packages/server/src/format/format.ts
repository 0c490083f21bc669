import type { AnswerElement } from '@billref/protocol';

/** One of the platform's output formats. */
export interface Format {
  readonly contentType: string;
  /** @param doc the root element */
  readonly write: (doc: AnswerElement) => string;
}
