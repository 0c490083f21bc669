import type { AnswerElement } from '@billref/protocol';
import type { PlatformError } from '../functions/platform-error.ts';

/** The platform's error, as its clients read it: by type, by object, or by the parameters. */
export function errorElement({ type, object, message, value }: PlatformError): AnswerElement {
  return {
    attributes: { type, object, lang: 'en' },
    children: {
      msg: { text: message },
      param: [
        { attributes: { name: 'object', type: 'msg', msg: object }, text: object },
        ...(value === undefined ? [] : [{ attributes: { name: 'value' }, text: value }]),
      ],
    },
  };
}
