import type { AnswerElement } from '@billref/protocol';

/** One choice of a field: what is sent, what is read, and which choice of the field before it belongs to. */
export type Choice = readonly [key: string, words: string, depend?: string];

/** A form for a program: the values as they are, and what can be chosen, an `slist` for each field that has choices. */
export const form = ({
  values = {},
  lists = {},
}: {
  values?: Readonly<Record<string, string | number | undefined>>;
  lists?: Readonly<Record<string, readonly Choice[]>>;
} = {}): AnswerElement => ({
  children: {
    ...Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, { text: String(value) }]])),
    ),
    slist: Object.entries(lists).map(([name, choices]) => ({
      attributes: { name },
      children: {
        val: choices.map(([key, words, depend]) => ({
          attributes: { key, ...(depend !== undefined && { depend }) },
          text: words,
        })),
      },
    })),
  },
});

/** What an edit answers that was saved. */
export const saved = (children: Readonly<Record<string, AnswerElement>> = {}): AnswerElement => ({
  children: { ...children, ok: {} },
});
