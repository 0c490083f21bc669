import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type InlineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What vite makes of a program: its files by name, the module first. */
async function filesOf(config: InlineConfig): Promise<Map<string, string>> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    ...config,
    build: { write: false, ...config.build },
  });
  if (Array.isArray(built) || !('output' in built)) throw new Error('one program at a time');
  return new Map(
    built.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : String(file.source)]),
  );
}

const moduleOf = async (config: InlineConfig): Promise<string> => [...(await filesOf(config)).values()][0] ?? '';

/** `examples/spa`, built as anybody builds it. */
export const exampleFiles = (): Promise<Map<string, string>> => filesOf({ root: here('../examples/spa') });

const made = new Map<string, Promise<string>>();
const once = (name: string, make: () => Promise<string>): Promise<string> => {
  const known = made.get(name) ?? make();
  made.set(name, known);
  return known;
};

/** With their warnings, as a developer has them; another major version of React's if asked for. */
const developing = (react: 18 | 19): InlineConfig => ({
  root: here('.'),
  define: {
    'process.env.NODE_ENV': '"development"',
    __VUE_OPTIONS_API__: 'true',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'true',
  },
  resolve: react === 18 ? { alias: { react: 'react-18', 'react-dom': 'react-dom-18' } } : {},
});

/** A page of `pages/` for the browser: the text of a module. */
export const pageModule = (name: string, react: 18 | 19 = 19): Promise<string> =>
  once(`${name} ${String(react)}`, () =>
    moduleOf({
      ...developing(react),
      build: { minify: false, modulePreload: false, rolldownOptions: { input: here(`pages/${name}.ts`) } },
    }),
  );

/** A module of `pages/` for Node.js, everything it imports included, run. */
export async function serverModule(name: string, react: 18 | 19 = 19): Promise<unknown> {
  const code = await once(`${name} ${String(react)} server`, () =>
    moduleOf({ ...developing(react), ssr: { noExternal: true }, build: { ssr: here(`pages/${name}.ts`) } }),
  );
  const folder = mkdtempSync(join(tmpdir(), 'billref-page-'));
  try {
    const file = join(folder, 'server.mjs');
    writeFileSync(file, code);
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** An HTML page with a module in it, and what the server has rendered if it has. */
export const htmlWith = (module: string, visit: Window['visit'], rendered = ''): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A site</title></head>
<body>
<div id="root">${rendered}</div>
<script>window.visit = ${JSON.stringify(visit)}</script>
<script type="module">${module.replaceAll('</script', '<\\/script')}</script>
</body>
</html>`;
