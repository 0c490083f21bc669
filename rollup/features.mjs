import { fileURLToPath } from 'node:url';
import * as declared from '../packages/sdk/src/features.ts';

const file = fileURLToPath(new URL('../packages/sdk/src/features.ts', import.meta.url));

/** The SDK's optional features, and whether each is on where a build does not choose. */
export const featuresByDefault = { ...declared };

/** A choice of none. */
export const noFeatures = Object.fromEntries(Object.keys(declared).map((name) => [name, false]));

/**
 * Turns features of the SDK on and off; the code of those that are off is left out.
 *
 * @param {Record<string, boolean>} chosen a feature that is not in it stays as it is by default
 */
export const features = (chosen = {}) => ({
  name: 'features',
  load(id) {
    if (id !== file) return null;
    const choice = Object.entries({ ...declared, ...chosen });
    return choice.map(([name, on]) => `export const ${name} = ${on};`).join('\n');
  },
});
