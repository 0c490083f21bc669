import { readdirSync } from 'node:fs';
import resolve from '@rollup/plugin-node-resolve';
import typescript from '@rollup/plugin-typescript';
import dts from 'rollup-plugin-dts';
import { copy } from './rollup/copy.mjs';
import { emptied } from './rollup/emptied.mjs';
import { features, noFeatures } from './rollup/features.mjs';
import { integrity } from './rollup/integrity.mjs';
import { minify } from './rollup/minify.mjs';

// Types are checked by `npm run check`; the build only removes them.
const strip = (folder) =>
  typescript({
    tsconfig: `packages/${folder}/tsconfig.json`,
    compilerOptions: {
      noCheck: true,
      noEmit: false,
      allowImportingTsExtensions: false,
      rewriteRelativeImportExtensions: true,
    },
    noForceEmit: true,
    exclude: ['**/*.test.ts', '**/*.test.tsx'],
  });

const sources = (folder, entries) =>
  Object.fromEntries(entries.map((entry) => [entry, `packages/${folder}/src/${entry}.ts`]));

const types = (folder, entries) => ({
  input: sources(folder, entries),
  output: { dir: `packages/${folder}/dist`, entryFileNames: '[name].d.ts', chunkFileNames: 'shared/[name].d.ts' },
  plugins: [dts({ tsconfig: `packages/${folder}/tsconfig.json` })],
});

const protocol = [
  {
    input: 'packages/protocol/src/index.ts',
    output: { file: 'packages/protocol/dist/index.js', sourcemap: true },
    plugins: [strip('protocol')],
  },
  types('protocol', ['index']),
];

/** The modules of the SDK that a site imports. What several need is in one place, so that no site has it twice. */
const sdkEntries = ['index', 'clean-address', 'hold', 'jsonp', 'order-links', 'react', 'registration', 'vue'];

/** Modules of the SDK, built together. */
const sdkModules = (entries, chosenFeatures) => ({
  input: sources('sdk', entries),
  output: {
    dir: 'packages/sdk/dist',
    chunkFileNames: 'shared/[name].js',
    // They load what they need by themselves.
    hoistTransitiveImports: false,
    sourcemap: true,
    // Components of React's that run in the browser say so, for frameworks with servers.
    banner: ({ name }) => (name === 'react' ? "'use client';" : ''),
  },
  external: ['react', 'vue'],
  plugins: [features(chosenFeatures), resolve(), strip('sdk'), minify()],
});

/**
 * A script of the SDK for a tag.
 *
 * @param {string} file its name
 * @param {{ entry?: string, features?: Record<string, boolean>, plugins?: import('rollup').Plugin[] }} how it is built
 */
export const sdkScript = (file, { entry = 'script', features: chosen, plugins = [minify()] } = {}) => ({
  input: `packages/sdk/src/${entry}.ts`,
  output: {
    file: `packages/sdk/dist/${file}`,
    format: 'iife',
    generatedCode: { arrowFunctions: true },
    strict: false,
    // The map lies beside the script, which does not name it: that would cost every visitor its bytes.
    sourcemap: 'hidden',
  },
  plugins: [features(chosen), resolve(), strip('sdk'), ...plugins, integrity()],
});

const sdk = [
  sdkModules(sdkEntries),
  sdkModules(['core'], { ...noFeatures, AUTOMATION: true, VENDOR_KEY: true }),
  sdkScript('billref.min.js'),
  sdkScript('billref.debug.js', { features: { DEBUG: true }, plugins: [] }),
  sdkScript('billref.jsonp.min.js', { entry: 'jsonp-script' }),
  sdkScript('billref.clean-address.min.js', { entry: 'clean-address-script' }),
  sdkScript('billref.stub.js', { entry: 'stub' }),
  types('sdk', [...sdkEntries, 'core']),
];

/**
 * TypeScript puts a helper of its own around what is imported by a name that is made at runtime, and forgets to import
 * it. Here the name is right as it is.
 */
const importByName = {
  name: 'import-by-name',
  transform: (code) => ({ code: code.replace('__rewriteRelativeImportExtension(', '('), map: null }),
};

const server = {
  input: [
    'packages/server/src/main.ts',
    'packages/server/src/index.ts',
    'packages/server/src/rewards/run-thread.ts',
    'packages/server/src/rewards/simulate-thread.ts',
    // Found by their names when the server starts.
    ...readdirSync('packages/server/src/functions')
      .filter((file) => !file.endsWith('.test.ts'))
      .map((file) => `packages/server/src/functions/${file}`),
  ],
  output: {
    dir: 'packages/server/dist',
    preserveModules: true,
    preserveModulesRoot: 'packages/server/src',
    sourcemap: true,
  },
  // The server's tree is its source's, with nothing left out: there is no browser to save bytes for.
  treeshake: false,
  external: (id) => !/^[./]|\0/.test(id),
  plugins: [
    strip('server'),
    importByName,
    emptied('packages/server/dist'),
    copy({
      'pages/style.css': 'packages/server/src/pages/style.css',
      'demo/site/index.html': 'examples/static-site/index.html',
      'demo/site/billref.min.js': 'packages/sdk/dist/billref.min.js',
    }),
  ],
};

// In the order in which they need each other.
export default [...protocol, ...sdk, server, types('server', ['index'])];
