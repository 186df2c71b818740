import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SpecHost, startSpecHost } from './spec-host.ts';

let web: SpecHost;
let cookie: string;
beforeAll(async () => {
  web = await startSpecHost();
  cookie = await web.logIn();
});
afterAll(() => web.close());

test('the printed address gives the cookie and leads to one without the token', async () => {
  const { search } = new URL(web.url);
  const { status, headers } = await web.get(`/${search}`);
  expect(status).toBe(303);
  expect(headers.location).toBe('/');
  expect(headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict/);
  expect(headers['cache-control']).toBe('no-store');
});

test('the page comes with its policy, and the nonce in it is new each time', async () => {
  const first = await web.get('/', { cookie });
  const second = await web.get('/', { cookie });
  const nonce = (text: unknown) => /nonce-([^']+)'/.exec(String(text))?.[1];
  expect(first.status).toBe(200);
  expect(first.headers['content-type']).toBe('text/html; charset=utf-8');
  const policy = String(first.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'; script-src 'self'; ");
  expect(policy).toContain(`connect-src 'self' ws://${web.host};`);
  expect(policy).not.toContain('unsafe');
  expect(first.body).toContain(`<meta property="csp-nonce" nonce="${nonce(policy)}">`);
  expect(nonce(policy)).not.toBe(nonce(second.headers['content-security-policy']));
});

test('files come with their types, and with the headers that harden them', async () => {
  const { status, headers, body } = await web.get('/assets/a%20b.js', { cookie });
  expect({ status, body }).toEqual({ status: 200, body: 'run()' });
  expect(headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
  });
});

test('HEAD has no body; no other method is served', async () => {
  expect(await web.get('/', { cookie }, 'HEAD')).toMatchObject({ status: 200, body: '' });
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    expect((await web.get('/', { cookie }, method)).status).toBe(405);
  }
});

test('nothing is served without the cookie, nor for a wrong token', async () => {
  for (const path of ['/', '/index.html', '/assets/a%20b.js', '/?token=', '/?token=wrong', '/nothing']) {
    expect((await web.get(path)).status).toBe(401);
  }
});

test('a foreign Host or Origin is refused before anything else', async () => {
  const { search } = new URL(web.url);
  expect((await web.get(`/${search}`, { host: 'evil.example' })).status).toBe(403);
  expect((await web.get('/', { cookie, host: `evil.example:${new URL(web.url).port}` })).status).toBe(403);
  expect((await web.get('/', { cookie, origin: 'http://evil.example' })).status).toBe(403);
  const refused = await web.get(`/${search}`, { origin: 'null' });
  expect(refused.status).toBe(403);
  expect(refused.headers['set-cookie']).toBeUndefined();
});

test('no path leads out of the page', async () => {
  const paths = [
    '/../secret.json',
    '/assets/../../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/assets/..%5c..%5csecret.json',
    '/%2e%2e%2fsecret.json%00.js',
    '/assets/app.js.map',
    '/assets',
    '/assets/',
  ];
  for (const path of paths) {
    const { status, body } = await web.get(path, { cookie });
    expect({ path, status, secret: body.includes('secret') }).toEqual({ path, status: 404, secret: false });
  }
  for (const path of ['//evil.example/', 'http://evil.example/', '*']) {
    expect((await web.get(path, { cookie })).status).toBe(400);
  }
});
