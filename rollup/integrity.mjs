import { createHash } from 'node:crypto';

/** The hashes of the scripts that were built so far. */
const hashes = {};

/** Writes `integrity.json`: for each script the value of the `integrity` attribute of its tag. */
export const integrity = () => ({
  name: 'integrity',
  generateBundle(_, bundle) {
    for (const { type, fileName, code } of Object.values(bundle))
      if (type === 'chunk') hashes[fileName] = `sha384-${createHash('sha384').update(code).digest('base64')}`;
    this.emitFile({ type: 'asset', fileName: 'integrity.json', source: `${JSON.stringify(hashes, null, 2)}\n` });
  },
});
