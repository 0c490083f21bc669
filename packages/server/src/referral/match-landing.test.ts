import { describe, expect, test } from '@jest/globals';
import { isWebsiteUrl, normalizeLanding, websiteOf } from '@billref/protocol';
import fc from 'fast-check';
import { matchLanding, readLanding } from './match-landing.ts';

describe('reading p', () => {
  test('the partner is the first from, the site what is left', () => {
    expect(readLanding('https://site.com/?from=2&from=3#x', undefined)).toEqual({
      website: 'https://site.com/?from=3',
      host: 'site.com',
      partner: 2,
    });
  });

  test.each(['', 'site.com', 'ftp://site.com/?from=2', 'javascript:alert(1)'])('%j is no address', (p) => {
    expect(readLanding(p, undefined)).toEqual({ malformed: 'p' });
  });

  test.each(['0', '-1', 'x', '02', '1e3', ''])('from=%s names no partner and is told so', (from) => {
    expect(readLanding(`https://site.com/?from=${from}`, undefined)).toEqual({ malformed: 'from' });
  });
});

describe('a Referer of the same origin supplies the partner that p has lost', () => {
  const partnerWith = (referer: string, p = 'https://site.com/') => readLanding(p, referer);

  test('from its query', () => {
    expect(partnerWith('https://site.com/catalog/?x=1&from=2')).toHaveProperty('partner', 2);
  });
  test.each(['https://other.com/?from=2', 'http://site.com/?from=2', 'https://site.com:8443/?from=2', 'nonsense'])(
    'but not %s',
    (referer) => {
      expect(partnerWith(referer)).toHaveProperty('partner', undefined);
    },
  );
  test('a from in p comes before it', () => {
    expect(partnerWith('https://site.com/?from=3', 'https://site.com/?from=2')).toHaveProperty('partner', 2);
  });
  test('a from in it that is no partner is nobody’s mistake here', () => {
    expect(partnerWith('https://site.com/?from=newsletter')).toHaveProperty('partner', undefined);
  });
});

describe('matching', () => {
  const program = { id: 1, project: 1, open: true, enrolled: true };

  test('no program with this Website URL: url-mismatch', () => {
    expect(matchLanding(2, [])).toEqual({ kind: 'refused', reason: 'url-mismatch' });
  });
  test('only programs that are over or have not begun: program-closed', () => {
    expect(matchLanding(2, [{ ...program, open: false }])).toEqual({ kind: 'refused', reason: 'program-closed' });
  });
  test('a partner in none of the open ones: unknown-partner', () => {
    expect(
      matchLanding(2, [
        { ...program, enrolled: false },
        { ...program, open: false },
      ]),
    ).toEqual({
      kind: 'refused',
      reason: 'unknown-partner',
    });
  });
  test('of several, the earliest open one in which the partner takes part', () => {
    const programs = [
      { ...program, id: 1, open: false },
      { ...program, id: 2, enrolled: false },
      { ...program, id: 3, project: 7 },
      { ...program, id: 4 },
    ];
    expect(matchLanding(2, programs)).toEqual({ kind: 'partner', partner: 2, program: 3, project: 7 });
  });
  test('no partner: a click without one', () => {
    expect(matchLanding(undefined, [program])).toEqual({ kind: 'no-partner', project: 1 });
  });
});

test('whatever landing of whatever site: p is read as exactly that site’s Website URL, with its partner', () => {
  const website = fc
    .webUrl({ withQueryParameters: true })
    .map((url) => websiteOf(new URL(url)))
    .filter(isWebsiteUrl);
  fc.assert(
    fc.property(
      fc.uniqueArray(website, { minLength: 1, maxLength: 6 }),
      fc.webPath(),
      fc.integer({ min: 1, max: 999_999_999_999_999 }),
      (sites, path, partner) => {
        for (const site of sites) {
          const landing = new URL(`${new URL(site).origin}/${path}?utm_source=x&from=${String(partner)}#top`);
          const read = readLanding(normalizeLanding(landing, String(partner), 'referral', site), undefined);
          expect(read).toMatchObject({ website: site, partner });
          expect(sites.filter((one) => 'website' in read && one === read.website)).toEqual([site]);
        }
      },
    ),
  );
});
