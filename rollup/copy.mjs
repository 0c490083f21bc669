import { readFileSync } from 'node:fs';

/** Files that a package reads at run time, beside its modules: their names there, and where they come from. */
export const copy = (files) => ({
  name: 'copy',
  buildStart() {
    for (const from of Object.values(files)) this.addWatchFile(from);
  },
  generateBundle() {
    for (const [fileName, from] of Object.entries(files))
      this.emitFile({ type: 'asset', fileName, source: readFileSync(from) });
  },
});
