import type { AnswerElement } from '@billref/protocol';
import type { PlatformError } from '../call/platform-error.ts';
import type { Lang } from '../call/words.ts';

/** The platform's error, as its clients read it: by type, by object, or by the parameters. */
export function errorElement({ type, object, words, value }: PlatformError, lang: Lang): AnswerElement {
  return {
    attributes: { type, object, lang },
    children: {
      msg: { text: words[lang] },
      param: [
        { attributes: { name: 'object', type: 'msg', msg: object }, text: object },
        ...(value === undefined ? [] : [{ attributes: { name: 'value' }, text: value }]),
      ],
    },
  };
}
