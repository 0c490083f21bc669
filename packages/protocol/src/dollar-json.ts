/** An element of the platform's answers, the same for XML and for the JSON formats made from it. */
export interface AnswerElement {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly text?: string;
  /** By name; an array where the element may stand several times. */
  readonly children?: Readonly<Record<string, AnswerElement | readonly AnswerElement[]>>;
}

/** An element in the dollar mapping: its text is `$`, an attribute is `$name`, everything else is a child. */
export interface DollarJson {
  readonly [key: string]: string | DollarJson | readonly DollarJson[];
}

/**
 * An element in the dollar mapping of `out=json`, `sjson` and `xjson`.
 *
 * @param staysList whether a list of this name with one element stays a list; otherwise it is the bare element, as the
 *   platform does with `out=json`. All do by default.
 */
export function encodeDollar(element: AnswerElement, staysList: (name: string) => boolean = () => true): DollarJson {
  const { attributes = {}, text, children = {} } = element;
  return Object.fromEntries<DollarJson[string]>([
    ...Object.entries(attributes).map(([name, value]) => [`$${name}`, value] as const),
    ...(text === undefined ? [] : [['$', text] as const]),
    ...Object.entries(children).map(([name, child]) => {
      const list = asArray(child).map((one) => encodeDollar(one, staysList));
      const bare = !isList(child) || (list.length === 1 && !staysList(name));
      return [name, bare ? (list[0] ?? {}) : list] as const;
    }),
  ]);
}

/** The element a value in the dollar mapping stands for; the reverse of {@link encodeDollar} with lists that stay lists. */
export function decodeDollar(json: DollarJson): AnswerElement {
  const attributes: [string, string][] = [];
  const children: [string, AnswerElement | AnswerElement[]][] = [];
  let text: string | undefined;
  for (const [key, value] of Object.entries(json)) {
    if (typeof value === 'string') {
      if (key === '$') text = value;
      else if (key.startsWith('$')) attributes.push([key.slice(1), value]);
      else throw new TypeError(`'${key}' is a string; in the dollar mapping a child is an object or a list`);
    } else children.push([key, isList(value) ? value.map(decodeDollar) : decodeDollar(value)]);
  }
  return {
    ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
    ...(text !== undefined && { text }),
    ...(children.length > 0 && { children: Object.fromEntries(children) }),
  };
}

/** A list, whether it came as one or, with a single element, as that element, or not at all. */
export function asArray<T extends object>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

// Array.isArray does not narrow a readonly array: https://github.com/microsoft/TypeScript/issues/17002
const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);
