import { type Environment, givenSettings } from '../given-settings.ts';
import { settings } from '../settings.ts';

/**
 * Prints every setting as it counts, and where it is from. It can be read as a file of settings again, but for secrets, which
 * are not shown.
 */
export function printConfig(environment: Environment, file: string | undefined): void {
  const given = givenSettings(environment, file);
  for (const { name, usual, secret } of settings) {
    const { value = usual, from = 'default' } = given.get(name) ?? {};
    if (value === undefined) console.log(`# ${name} is not set`);
    else if (secret) console.log(`# ${name} is set, and not shown  # ${from}`);
    else console.log(`${name}=${JSON.stringify(value)}  # ${from}`);
  }
}
