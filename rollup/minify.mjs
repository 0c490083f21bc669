import { minifySync as minifyWithOxc } from 'oxc-minify';
import { minify_sync as minifyWithTerser } from 'terser';

/**
 * Makes a chunk as small as it can be for the browsers of ES2020: by terser, then by oxc, then by terser again, for each
 * finds what the other has left. By then evaluating constants makes it no smaller.
 */
export const minify = () => [terser(), oxc(), terser({ hoist_funs: true, evaluate: false })];

const terser = (further = {}) => ({
  name: 'terser',
  renderChunk(code, chunk, { format }) {
    const { code: minified, map } = minifyWithTerser(code, {
      ecma: 2020,
      module: format === 'es',
      // `String(x)` becomes `x + ""`, a function without `this` an arrow. `'use client'` stays.
      // In scripts, where nobody looks at the values, `true` is 1.
      compress: {
        passes: 3,
        unsafe: true,
        unsafe_arrows: true,
        directives: false,
        booleans_as_integers: format === 'iife',
        ...further,
      },
      sourceMap: true,
    });
    return { code: minified, map };
  },
});

const oxc = () => ({
  name: 'oxc',
  renderChunk(code, chunk, { format }) {
    const { code: minified, map } = minifyWithOxc(chunk.fileName, code, {
      module: format === 'es',
      compress: { target: 'es2020' },
      sourcemap: true,
    });
    return { code: minified, map };
  },
});
