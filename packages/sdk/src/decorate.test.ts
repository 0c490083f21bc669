import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';

const BILL = 'https://bill.example.com/billmgr';

// A page that remembers, as far as decorating an address needs one. Each test begins with modules of its own.
let stored: object[] = [];
beforeEach(() => {
  jest.resetModules();
  const storage = {
    get billref() {
      return JSON.stringify(stored);
    },
    clear: true,
  };
  const location = { host: 'site.com', protocol: 'https:' };
  Object.assign(globalThis, {
    location,
    document: { baseURI: 'https://site.com/', cookie: '' },
    localStorage: storage,
  });
});

const decorator = async (): Promise<(address: string) => string> => {
  const { readOptions } = await import('./options.ts');
  const { openStore } = await import('./remember.ts');
  const { begin } = await import('./refusal.ts');
  readOptions({ billingUrl: BILL });
  openStore();
  begin(true);
  return (await import('./decorate.ts')).decorate;
};

const holds = (id: string | undefined, f = '2'): void => {
  stored = id === undefined ? [] : [{ f, p: 'https://site.com/?from=2', t: Date.now(), id: id || undefined }];
};

describe('the parameter stands at the end of the query', () => {
  test.each([
    ['', '?cntid=abcd'],
    ['?', '?cntid=abcd'],
    ['?x', '?x&cntid=abcd'],
    ['?x&', '?x&cntid=abcd'],
    ['#f?g', '?cntid=abcd#f?g'],
    ['?x=%20~+&flag#f', '?x=%20~+&flag&cntid=abcd#f'],
    ['?redirect=startform%3Dvhost%252Eorder', '?redirect=startform%3Dvhost%252Eorder&cntid=abcd'],
    ['?xcntid=1', '?xcntid=1&cntid=abcd'],
    [' \n', '?cntid=abcd \n'],
  ])('%j → %j', async (rest, expected) => {
    holds('abcd');
    expect((await decorator())(BILL + rest)).toBe(BILL + expected);
  });
});

describe('nothing changes', () => {
  test.each(['?cntid=other', '?cntid=', '?cntid', '?%63ntid=other'])(
    'where there is somebody else’s: %s',
    async (rest) => {
      holds('abcd');
      expect((await decorator())(BILL + rest)).toBe(BILL + rest);
    },
  );
  test.each(['', '?', '?x&', '?x ', '#f'])('where there is nothing to write: %j', async (rest) => {
    holds(undefined);
    expect((await decorator())(BILL + rest)).toBe(BILL + rest);
  });
  test.each(['https://site.com/?from=2', 'mailto:a@b.c', '/x', '', 'http://', 'javascript:0'])(
    'where it does not lead to billing: %j',
    async (address) => {
      holds('abcd');
      expect((await decorator())(address)).toBe(address);
    },
  );
});

test('what this page wrote makes way: the partner for the id, an id for another, the id for nothing', async () => {
  const decorate = await decorator();
  holds('');
  const withPartner = decorate(`${BILL}?x#f`);
  expect(withPartner).toBe(`${BILL}?x&from=2#f`);
  holds('abcd');
  const withId = decorate(withPartner);
  expect(withId).toBe(`${BILL}?x&cntid=abcd#f`);
  holds('efgh');
  const withAnother = decorate(withId);
  expect(withAnother).toBe(`${BILL}?x&cntid=efgh#f`);
  holds(undefined);
  expect(decorate(withAnother)).toBe(`${BILL}?x#f`);
});

const id = fc.stringMatching(/^[\w.~-]{4,20}$/);
const text = fc.string({ unit: fc.constantFrom(...Array.from('ab=&?%20~+;/ é\u00a0')) });
const query = text.filter((value) => !new URLSearchParams(value).has('cntid'));
const address = fc
  .tuple(fc.constantFrom('//bill.example.com', BILL), fc.option(query), fc.option(text))
  .map(([head, search, hash]) => ({
    front: head + (search === null ? '' : `?${search.replace(/ +$/, '')}`),
    back: hash === null ? '' : `#${hash.trimEnd()}x`,
  }));

test('the rest of the address stays byte for byte, and twice is once', async () => {
  const decorate = await decorator();
  fc.assert(
    fc.property(address, id, ({ front, back }, cntid) => {
      holds(cntid);
      const result = decorate(front + back);
      const added = `cntid=${cntid}${back}`;
      expect(['', '?', '&'].map((sign) => front + sign + added)).toContain(result);
      expect(decorate(result)).toBe(result);
    }),
  );
});

test('a replaced id leaves the address as if the new one had come first', async () => {
  const decorate = await decorator();
  fc.assert(
    fc.property(address, id, id, ({ front, back }, before, after) => {
      holds(before);
      const old = decorate(front + back);
      holds(after);
      expect(decorate(old)).toBe(decorate(front + back));
    }),
  );
});
