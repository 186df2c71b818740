import { expect, it } from 'vitest';
import { listenError } from './listen-error.ts';

const failed = (code: string, more: object = {}) =>
  Object.assign(new Error(`${code}: it failed`), { code, ...more });

it.each([
  [failed('EADDRINUSE'), 'Port 7000 is in use'],
  [failed('EACCES'), 'Port 7000 needs rights'],
  [
    failed('ENOTFOUND', { syscall: 'getaddrinfo', hostname: 'nowhere' }),
    'nowhere is no address of this machine',
  ],
  [failed('EADDRNOTAVAIL', { syscall: 'listen', address: '192.0.2.1' }), '192.0.2.1 is no address'],
  [failed('EMFILE'), 'Port 7000 cannot be listened on: EMFILE'],
])('%s is told with what to do', (cause, sentence) => {
  expect(listenError(cause, 7000)).toMatchObject({ message: expect.stringContaining(sentence), cause });
});
