import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../shared/bytes.ts';
import { keyId, keyParts, keyText, parseKey } from './key-format.ts';

const words = (bytes: Uint8Array) => {
  const { prefix, last } = keyParts(bytes);
  return [prefix, last].map((pieces) => pieces.map((piece) => piece.text).join(''));
};

describe('a key as text', () => {
  it('sets its prefix apart from its last part', () => {
    expect(words(utf8('order:1120:05240'))).toEqual(['order:1120:', '05240']);
    expect(words(utf8('plain'))).toEqual(['', 'plain']);
  });

  it('does not take a colon at the very end for a prefix', () => {
    expect(words(utf8('a:b:'))).toEqual(['a:', 'b:']);
  });

  it('escapes what is not printable UTF-8', () => {
    expect(keyText(Uint8Array.of(0x61, 0x00, 0xff, 0x0a))).toBe('a\\x00\\xff\\x0a');
    expect(keyText(utf8('naïve ☂'))).toBe('naïve ☂');
    expect(keyText(utf8('a\\x'))).toBe('a\\\\x');
  });

  it('escapes a space that nobody would see', () => {
    expect(keyText(utf8(' a b '))).toBe('\\x20a b\\x20');
    expect(words(utf8(' a: b '))).toEqual(['\\x20a:', ' b\\x20']);
    expect(keyText(utf8('a\u00a0b'))).toBe('a\\xc2\\xa0b');
  });

  it('comes back to the same bytes', () => {
    const comesBack = (bytes: Uint8Array) => {
      expect([...(parseKey(keyText(bytes)) ?? [])]).toEqual([...bytes]);
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), comesBack));
    fc.assert(fc.property(fc.string(), (text) => comesBack(utf8(text))));
  });

  it('names the same bytes by the same id and others by others', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4 }), fc.uint8Array({ maxLength: 4 }), (a, b) => {
        expect(keyId(a) === keyId(b)).toBe(a.join() === b.join());
      }),
    );
  });

  it('refuses a broken escape', () => {
    expect(parseKey('a\\q')).toBeNull();
    expect(parseKey('\\x0')).toBeNull();
  });
});
