import { describe, expect, test } from '@jest/globals';
import type { AnswerElement } from '@billref/protocol';
import { PlatformError } from '../call/platform-error.ts';
import { bjson } from './bjson.ts';
import { errorElement } from './error-element.ts';
import { defaultFormat, formats } from './formats.ts';
import { json } from './json.ts';
import { isCallback, jsonp } from './jsonp.ts';
import { xml } from './xml.ts';

const write = (name: string, doc: AnswerElement): string => formats.get(name)?.write(doc) ?? '';

const answer: AnswerElement = {
  attributes: { func: 'f' },
  children: { cntid: { text: '1.abc' }, ok: {}, elem: [{ children: { id: { text: '1' } } }] },
};

test.each([
  [
    'xml',
    '<?xml version="1.0" encoding="UTF-8"?>\n<doc func="f"><cntid>1.abc</cntid><ok/><elem><id>1</id></elem></doc>\n',
  ],
  ['json', '{"doc":{"$func":"f","cntid":{"$":"1.abc"},"ok":{},"elem":{"id":{"$":"1"}}}}'],
  ['sjson', '{"doc":{"$func":"f","cntid":{"$":"1.abc"},"ok":{},"elem":[{"id":{"$":"1"}}]}}'],
  ['xjson', '{"doc":{"$func":"f","cntid":{"$":"1.abc"},"ok":{},"elem":[{"id":{"$":"1"}}]}}'],
  ['bjson', '{"func":"f","cntid":"1.abc","ok":true,"elem":[{"id":"1"}]}'],
])('an answer in %s', (name, text) => {
  expect(write(name, answer)).toBe(text);
});

describe('an error, as the platform’s clients read it', () => {
  const doc: AnswerElement = {
    children: { error: errorElement(new PlatformError('value', 'p', { en: 'not valid', ru: 'неверно' }, '<x>'), 'en') },
  };
  test('in xml', () => {
    expect(write('xml', doc)).toContain(
      '<doc><error type="value" object="p" lang="en"><msg>not valid</msg><param name="object" type="msg" msg="p">p</param><param name="value">&lt;x&gt;</param></error></doc>',
    );
  });
  test('in json: by type, by object, by message', () => {
    expect(JSON.parse(write('json', doc))).toMatchObject({
      doc: {
        error: {
          $type: 'value',
          $object: 'p',
          msg: { $: 'not valid' },
          param: [
            { $name: 'object', $: 'p' },
            { $name: 'value', $: '<x>' },
          ],
        },
      },
    });
  });
  test('in bjson its message is a plain string', () => {
    expect(JSON.parse(write('bjson', doc))).toMatchObject({ error: { type: 'value', object: 'p', msg: 'not valid' } });
  });
});

test('bjson is the default of referralprogram.*, xml of everything else (seed 001)', () => {
  expect(defaultFormat('referralprogram.registerclick')).toBe(bjson);
  expect(defaultFormat('register')).toBe(xml);
});

test('XML writes whatever text there is as text it can carry', () => {
  const text = `<a href="x">&amp;</a>\u0000\u001b\ufffe\ud800 é😀\n`;
  const written = write('xml', { attributes: { text }, text });
  expect(written).not.toContain('<a');
  // eslint-disable-next-line no-control-regex -- what must not be there
  expect(written).not.toMatch(/[\u0000-\u0008\u001b\ufffe]/);
  expect(written.isWellFormed()).toBe(true);
  expect(written).toContain('é😀');
});

describe('JSONP', () => {
  test.each(['cb', '$', '_cb1', 'jQuery1234_5'])('%s is a callback', (name) => {
    expect(isCallback(name)).toBe(true);
  });
  test.each(['', 'a.b', 'a[0]', '1a', 'alert(1)', 'a\nb', 'é', 'x'.repeat(65)])('%j is none', (name) => {
    expect(isCallback(name)).toBe(false);
  });
  test('calls the page’s function with the JSON, on one line', () => {
    const script = jsonp(json, 'cb');
    expect(script.contentType).toContain('text/javascript');
    expect(script.write({ children: { a: { text: 'x\u2028y' } } })).toBe('/**/cb({"doc":{"a":{"$":"x\\u2028y"}}});\n');
  });
});
