import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes } from './bytes.ts';
import { maxStagedChanges } from './limits.ts';
import { decodeWire, encodeWire } from './wire.ts';

const value = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, fc.jsonValue(), fc.uint8Array({ maxLength: 40 }), tie('object')),
  object: fc.dictionary(
    fc.string().filter((key) => key !== '__proto__' && key !== '$bytes'),
    tie('any'),
    {
      maxKeys: 4,
      noNullPrototype: true,
    },
  ),
})).any;

test('what is encoded is decoded, bytes among it', () => {
  fc.assert(
    fc.property(value, (message) => {
      const decoded = decodeWire(encodeWire({ message })) as { message: unknown };
      expect(normal(decoded.message)).toEqual(normal(message));
    }),
  );
});

test('a Buffer crosses as bytes, not as its JSON', () => {
  expect(decodeWire(encodeWire({ key: Buffer.from('abc') }))).toEqual({ key: Uint8Array.of(97, 98, 99) });
});

test('a whole batch crosses as one message', () => {
  const changes = Array.from({ length: maxStagedChanges }, (_, at) => ({
    key: Uint8Array.of(at >> 8, at & 0xff),
    value: Uint8Array.of(at & 0xff),
  }));
  expect(decodeWire(encodeWire({ changes }))).toEqual({ changes });
});

test('a message that has been cut is refused', () => {
  const whole = encodeWire({ a: Uint8Array.of(1, 2, 3), b: 'text' });
  for (let length = 0; length < whole.length; length++) {
    expect(() => decodeWire(concatBytes([whole.subarray(0, length)]))).toThrow();
  }
});

/** JSON has no -0 and no undefined. */
function normal(thing: unknown): unknown {
  if (thing instanceof Uint8Array) return [...thing];
  if (Array.isArray(thing)) return thing.map(normal);
  if (typeof thing === 'object' && thing !== null) {
    return Object.fromEntries(Object.entries(thing).map(([key, inner]) => [key, normal(inner)]));
  }
  return thing === 0 ? 0 : thing;
}
