import { expect, it } from 'vitest';
import { shownKey } from './output.ts';
import { printable } from './printable.ts';

const common = { json: false, base64: false, db: null, readOnly: false };

it('what would control the terminal is shown as an escape', () => {
  expect(printable('a\x1b[31m\x07\x9b1m\x7f\tb\nc')).toBe('a\\u001b[31m\\u0007\\u009b1m\\u007f\tb\nc');
  expect(printable('größe — 1 ✓')).toBe('größe — 1 ✓');
});

it('so is what stands in a key', () => {
  expect(shownKey(Buffer.from('a\x9b\x7f\n\t\\é'), common)).toBe('a\\u009b\\u007f\\n\\t\\\\é');
});
