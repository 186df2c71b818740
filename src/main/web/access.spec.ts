import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { createAccess } from './access.ts';

const port = 4000;
const access = createAccess(port);
const cookie = access.cookie.split(';')[0] as string;
const host = `127.0.0.1:${port}`;
const origin = `http://${host}`;

function request(headers: Record<string, string>): IncomingMessage {
  return { headers } as unknown as IncomingMessage;
}
const ask = (headers: Record<string, string>, requireOrigin = true) =>
  access.check(request(headers), { requireOrigin })?.status ?? 200;

test('our own page with its cookie is let in', () => {
  expect(ask({ host, origin, cookie })).toBe(200);
  expect(ask({ host: `localhost:${port}`, origin: `http://localhost:${port}`, cookie })).toBe(200);
  expect(ask({ host, origin, cookie: `a=b; ${cookie}; c=d` })).toBe(200);
});

test('a foreign Host is refused: a name that was rebound to 127.0.0.1', () => {
  for (const foreign of [
    'evil.example',
    `evil.example:${port}`,
    '127.0.0.1',
    '127.0.0.1:4001',
    `[::1]:${port}`,
    '',
  ]) {
    expect(ask({ host: foreign, origin: `http://${foreign}`, cookie })).toBe(403);
  }
  expect(ask({ origin, cookie })).toBe(403);
});

test('a foreign Origin is refused, with the cookie too', () => {
  for (const foreign of [
    'http://evil.example',
    'null',
    `https://${host}`,
    'http://127.0.0.1:4001',
    `${origin}/`,
    '',
  ]) {
    expect(ask({ host, origin: foreign, cookie })).toBe(403);
  }
  // Each of our two names is an origin of its own.
  expect(ask({ host, origin: `http://localhost:${port}`, cookie })).toBe(403);
});

test('a missing Origin is refused where a browser would have named it', () => {
  expect(ask({ host, cookie })).toBe(403);
  expect(ask({ host, cookie }, false)).toBe(200);
});

test('a missing or wrong cookie is refused', () => {
  expect(ask({ host, origin })).toBe(401);
  expect(ask({ host, origin, cookie: `walscope-${port}=` })).toBe(401);
  expect(ask({ host, origin, cookie: `walscope-${port}=${access.token}` })).toBe(401);
  expect(ask({ host, origin, cookie: createAccess(port).cookie.split(';')[0] as string })).toBe(401);
});

test('the token is long, new each time, and neither cookie nor each other', () => {
  const other = createAccess(port);
  expect(Buffer.from(access.token, 'base64url')).toHaveLength(32);
  expect(other.token).not.toBe(access.token);
  expect(access.cookie).not.toContain(access.token);
  expect(access.isToken(access.token)).toBe(true);
  expect(access.isToken(other.token)).toBe(false);
  expect(access.isToken('')).toBe(false);
});

test('the cookie is out of reach of scripts and of other sites', () => {
  expect(access.cookie).toContain('; HttpOnly');
  expect(access.cookie).toContain('; SameSite=Strict');
});
