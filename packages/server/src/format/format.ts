import type { AnswerElement } from '@billref/protocol';

/** One of the platform's output formats. */
export interface Format {
  readonly contentType: string;
  /** Whether it is JSON, with which a page can be called back. */
  readonly isJson: boolean;
  /** Whether the root says what was asked, and in which language it answers. */
  readonly framed: boolean;
  /** @param doc the root element */
  readonly write: (doc: AnswerElement) => string;
}
