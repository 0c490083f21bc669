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

export default protocol;
