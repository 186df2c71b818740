import { request as httpRequest } from 'node:http';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/lib/chromium.mjs';
import { type App, expect, test } from './app.ts';

/** Status of a GET with just these headers, sent from outside of any browser. */
function status(app: App, path: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  const { port } = new URL(app.url ?? '');
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

test('the address is exchanged for a cookie that scripts cannot read, and leaves no token behind', async ({
  app,
}) => {
  expect(new URL(app.page.url()).search).toBe('');
  expect(await app.page.evaluate(() => document.cookie)).toBe('');
  const [cookie] = await app.page.context().cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
});

test('without the cookie nothing is served', async ({ app }) => {
  expect(await status(app, '/')).toBe(401);
  expect(await status(app, '/?token=wrong')).toBe(401);
  expect(await status(app, '/index.html')).toBe(401);
});

test('a foreign Host is refused, whatever else it brings', async ({ app }) => {
  const { search, port } = new URL(app.url ?? '');
  expect(await status(app, `/${search}`, { Host: `evil.example:${port}` })).toBe(403);
  expect(await status(app, `/${search}`, { Host: '127.0.0.1' })).toBe(403);
});

test('a page of another origin gets no connection', async ({ app }) => {
  const browser = await chromium.launch({ executablePath: findChromium() ?? '' });
  const page = await browser.newPage();
  await page.goto(app.url ?? '');
  const { host } = new URL(page.url());
  // Another port is another origin, but the same site: the cookie is sent, so it is the origin that must decide.
  await page.route('http://127.0.0.1:1/', (route) => route.fulfill({ body: '<p>foreign</p>' }));
  await page.goto('http://127.0.0.1:1/');
  const outcome = await page.evaluate(
    (address) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(`ws://${address}/bridge`);
        socket.onopen = () => resolve('open');
        socket.onclose = () => resolve('refused');
      }),
    host,
  );
  expect(outcome).toBe('refused');
  await browser.close();
});

test('the page cannot connect elsewhere', async ({ app }) => {
  const directive = await app.page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
        fetch('https://example.com/').catch(() => undefined);
      }),
  );
  expect(directive).toBe('connect-src');
});
