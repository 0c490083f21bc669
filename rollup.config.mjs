import { readFileSync } from 'node:fs';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';
import dts from 'rollup-plugin-dts';

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

const types = (folder, entry) => ({
  input: `packages/${folder}/src/${entry}.ts`,
  output: { file: `packages/${folder}/dist/${entry}.d.ts` },
  plugins: [dts({ tsconfig: `packages/${folder}/tsconfig.json` })],
});

const protocol = [
  {
    input: 'packages/protocol/src/index.ts',
    output: { file: 'packages/protocol/dist/index.js', sourcemap: true },
    plugins: [strip('protocol')],
  },
  types('protocol', 'index'),
];

const sdk = [
  {
    input: 'packages/sdk/src/index.ts',
    output: { file: 'packages/sdk/dist/index.js', sourcemap: true },
    plugins: [resolve(), strip('sdk')],
  },
  {
    input: 'packages/sdk/src/script.ts',
    output: { file: 'packages/sdk/dist/billref.min.js', format: 'iife', strict: false },
    plugins: [
      resolve(),
      strip('sdk'),
      terser({
        ecma: 2020,
        compress: { passes: 3, pure_getters: true, unsafe_arrows: true },
        mangle: { properties: { regex: /^_/ } },
      }),
    ],
  },
  types('sdk', 'index'),
];

/** Files that a package reads at run time, beside its modules. */
const copy = (files) => ({
  name: 'copy',
  buildStart() {
    for (const from of Object.values(files)) this.addWatchFile(from);
  },
  generateBundle() {
    for (const [fileName, from] of Object.entries(files))
      this.emitFile({ type: 'asset', fileName, source: readFileSync(from) });
  },
});

const server = {
  input: ['packages/server/src/main.ts', 'packages/server/src/index.ts'],
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
    copy({
      'pages/style.css': 'packages/server/src/pages/style.css',
      'demo/site/index.html': 'examples/static-site/index.html',
      'demo/site/billref.min.js': 'packages/sdk/dist/billref.min.js',
    }),
  ],
};

// In the order in which they need each other.
export default [...protocol, ...sdk, server, types('server', 'index')];
