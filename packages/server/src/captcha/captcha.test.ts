import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { onEachStore } from '../../testing/stores.ts';

/** A service that answers as reCAPTCHA's siteverify does, and knows one right answer. */
let service: Server | undefined;
let url = '';
const asked: { secret: string | null; response: string | null }[] = [];

beforeAll(async () => {
  service = createServer((request, response) => {
    void text(request).then((body) => {
      const form = new URLSearchParams(body);
      const [secret, given] = [form.get('secret'), form.get('response')];
      asked.push({ secret, response: given });
      if (given === 'broken') response.writeHead(500).end('<html>');
      else response.end(JSON.stringify({ success: secret === 'the-secret' && given === 'human' }));
    });
  }).listen(0, '127.0.0.1');
  await once(service, 'listening');
  url = `http://127.0.0.1:${String((service.address() as AddressInfo).port)}/siteverify`;
});
afterAll(() => {
  service?.close();
});

onEachStore((place) => {
  const backend = withBackend(place, () => ({ captcha: { url, secret: 'the-secret', field: 'g-recaptcha-response' } }));
  let registered = 0;
  const register = (fields: Record<string, string>) =>
    backend().doc({
      func: 'register',
      sok: 'ok',
      email: `human-${String((registered += 1))}@example.com`,
      passwd: 'q1w2e3r4',
      ...fields,
    });
  const clients = async () => (await backend().store.selectFrom('account').select('id').execute()).length;

  test('its field is named in the form, for programs and for people', async () => {
    expect(await backend().doc({ func: 'register' })).toMatchObject({ captcha: { $: 'g-recaptcha-response' } });
    const page = await backend().ask({ func: 'register' }, { headers: { Accept: 'text/html' } });
    expect(await page.text()).toContain('name="g-recaptcha-response"');
  });

  test('who passes it is registered', async () => {
    expect(await register({ 'g-recaptcha-response': 'human' })).toHaveProperty('ok');
    expect(asked.at(-1)).toEqual({ secret: 'the-secret', response: 'human' });
  });

  test.each([
    ['no answer', {}, 'missed'],
    ['a wrong answer', { 'g-recaptcha-response': 'robot' }, 'value'],
    ['a service that fails', { 'g-recaptcha-response': 'broken' }, 'value'],
  ])('%s: nobody is registered', async (_, fields, type) => {
    const before = await clients();
    expect((await register(fields as Record<string, string>)).error).toMatchObject({ $type: type, $object: 'captcha' });
    expect(await clients()).toBe(before);
    expect(backend().failures).toEqual([]);
  });

  test('what is wrong anyway does not use an answer up', async () => {
    const before = asked.length;
    await register({ 'g-recaptcha-response': 'human', passwd: '' });
    expect(asked).toHaveLength(before);
  });
});

onEachStore((place) => {
  const backend = withBackend(place, () => ({ captcha: { url: 'http://127.0.0.1:9/', secret: 's', field: 'answer' } }));

  test('a service that cannot be reached lets nobody in', async () => {
    const { error } = await backend().doc({
      func: 'register',
      sok: 'ok',
      email: 'a@example.com',
      passwd: 'q1w2e3r4',
      answer: 'human',
    });
    expect(error).toMatchObject({ $type: 'value', $object: 'captcha' });
  });
});
