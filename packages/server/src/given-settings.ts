import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { settings } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting as somebody has written it. */
interface Given {
  readonly value: string;
  /** `environment`, or the file. */
  readonly from: string;
}

/**
 * The settings that are given, by their names. What the environment says comes before what the file says; what is empty is
 * not given.
 *
 * @param file lines of `NAME=value`; by default the one that `BILLREF_CONFIG` names
 * @throws RangeError if it cannot be read, or says what is no setting
 */
export function givenSettings(environment: Environment, file = environment.BILLREF_CONFIG): ReadonlyMap<string, Given> {
  const inFile = file === undefined || file === '' ? {} : readSettings(file);
  const given = new Map<string, Given>();
  for (const { name } of settings) {
    const [ofEnvironment, ofFile] = [environment[name], inFile[name]];
    if (ofEnvironment) given.set(name, { value: ofEnvironment, from: 'environment' });
    else if (ofFile) given.set(name, { value: ofFile, from: file ?? '' });
  }
  return given;
}

function readSettings(file: string): Environment {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new RangeError(`the settings in '${file}' cannot be read: ${(error as { code: string }).code}`, {
      cause: error,
    });
  }
  const said = parseEnv(text);
  const known = new Set(settings.map(({ name }) => name));
  for (const name of Object.keys(said))
    // A file does not name another, for who would look there.
    if (!known.has(name) || name === 'BILLREF_CONFIG') throw new RangeError(`'${name}' in '${file}' is no setting`);
  return said;
}
