import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from './fixtures.ts';

const dist = new URL('../packages/sdk/dist/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, dist), 'utf8');
const hashes = Object.entries(JSON.parse(read('integrity.json')) as Record<string, string>);

test.describe('the hashes in integrity.json', () => {
  test('are of every script', () => {
    const scripts = readdirSync(dist).filter((name) => /^billref\..*js$/.test(name));
    expect(scripts).toContain('billref.min.js');
    expect(hashes.map(([name]) => name).sort()).toEqual(scripts.sort());
  });

  for (const [name, hash] of hashes) {
    const tag = `<script src="/${name}" integrity="${hash}" onload="ran = true" data-billing-url="https://bill.example.com/"></script>`;

    test(`let a browser run ${name}`, async ({ page, site }) => {
      site.show(tag);
      await page.goto(site.url);
      expect(await page.evaluate(() => 'ran' in window)).toBe(true);
    });

    test(`let it run no other ${name}`, async ({ page, site }) => {
      site.show(tag);
      await page.route(`**/${name}`, (route) =>
        route.fulfill({ body: `${read(name)} `, contentType: 'text/javascript' }),
      );
      await page.goto(site.url);
      expect(await page.evaluate(() => 'ran' in window)).toBe(false);
    });
  }
});

test('a source map lies beside each script, which does not name it', () => {
  for (const [name] of hashes) {
    expect(read(name)).not.toContain('sourceMappingURL');
    const { sources } = JSON.parse(read(`${name}.map`)) as { sources: string[] };
    expect(sources.join(' ')).toMatch(/\/src\/[\w-]+\.ts/);
  }
});

test('each package that is published has the licence with it', () => {
  const licence = (folder: string): string => readFileSync(new URL(`../${folder}/LICENSE`, import.meta.url), 'utf8');
  for (const name of ['protocol', 'sdk', 'server']) expect(licence(`packages/${name}`)).toBe(licence('.'));
});
