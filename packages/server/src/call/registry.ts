import { readdirSync } from 'node:fs';
import type { BillmgrFunction } from './declare.ts';
import { filterOf } from './filter.ts';
import { isList } from './list.ts';

const folder = new URL('../functions/', import.meta.url);

/** Every function has a file of its own, whose name is the function's. */
const files = readdirSync(folder).filter((file) => /(?<!\.test|\.d)\.[jt]s$/.test(file));

async function load(file: string): Promise<BillmgrFunction> {
  const { default: declared } = (await import(new URL(file, folder).href)) as { default: BillmgrFunction };
  if (`${declared.name}${file.slice(-3)}` !== file) throw new Error(`${file} declares '${declared.name}'`);
  return declared;
}

const declared = await Promise.all(files.map(load));

/** Every function there is, by name. Nothing else routes. */
export const functions: readonly BillmgrFunction[] = [
  ...declared,
  ...declared.flatMap((one) => (isList(one) && one.filters !== undefined ? [filterOf(one, one.filters)] : [])),
].sort((one, other) => (one.name < other.name ? -1 : 1));

const named = new Map(functions.map((one) => [one.name, one]));

/** The function of this name, if there is one: `vhost.order` is `X.order`. */
export const findFunction = (name: string): BillmgrFunction | undefined =>
  // A type is a word in lower case: nobody asks for `X.order` itself.
  name.startsWith('X.')
    ? undefined
    : (named.get(name) ?? named.get(name.replace(/^[a-z][a-z0-9_]*(?=\.order(?:\.param)?$)/, 'X')));
