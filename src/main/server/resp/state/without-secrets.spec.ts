import { expect, it } from 'vitest';
import { withoutSecrets } from './without-secrets.ts';

it.each([
  ['AUTH secret', 'AUTH (redacted)'],
  ['auth name secret', 'auth (redacted) (redacted)'],
  ['HELLO 3 auth name secret SETNAME me', 'HELLO 3 auth (redacted) (redacted) SETNAME me'],
  ['CONFIG SET hz 10 RequirePass secret', 'CONFIG SET hz 10 RequirePass (redacted)'],
  ['SET auth name', 'SET auth name'],
  ['HELLO 3', 'HELLO 3'],
])('%s', (told, words) => {
  expect(withoutSecrets(told.split(' ')).join(' ')).toBe(words);
});
