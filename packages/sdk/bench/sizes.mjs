import { brotliCompressSync } from 'node:zlib';
import { rollup } from 'rollup';
import { sdkScript } from '../../../rollup.config.mjs';
import { featuresByDefault } from '../../../rollup/features.mjs';
import { CommandFailed, run } from '../../../scripts/run.mjs';

/** In bytes, brotli 11 as Node's is by default. */
export const brotli = (code) => brotliCompressSync(code).length;

/** Each way a site can have the SDK, as `npm run check` measures it. */
export async function sizes() {
  const measured = await run('size-limit', ['--json'], { quiet: true }).catch((error) => {
    // A budget is exceeded: that is for `npm run check` to say.
    if (error instanceof CommandFailed) return error.output;
    throw error;
  });
  return Object.fromEntries(JSON.parse(measured).map(({ name, size }) => [name, size]));
}

/** What each feature adds to the script: the script with it, less the script without it. */
export async function marginalBytes() {
  const script = await sizeOfScript({});
  const entries = [];
  for (const [name, isOn] of Object.entries(featuresByDefault)) {
    const changed = await sizeOfScript({ [name]: !isOn });
    entries.push([name, isOn ? script - changed : changed - script]);
  }
  return Object.fromEntries(entries);
}

async function sizeOfScript(features) {
  const { output: options, ...input } = sdkScript('billref.min.js', { features });
  const bundle = await rollup(input);
  const { output } = await bundle.generate(options);
  await bundle.close();
  return brotli(output[0].code);
}
