import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOf } from '../format/integers.ts';
import { copyHashing, keyHash, keyHashIn } from './key-hash.ts';

const text = (string: string): Uint8Array => new TextEncoder().encode(string);
const hashOf = (bytes: Uint8Array, seed: number): number => keyHash(bytes, 0, bytes.length, seed) >>> 0;

describe('keyHash', () => {
  it('is MurmurHash3 of 32 bits', () => {
    // The published test vectors.
    expect(hashOf(text(''), 0)).toBe(0);
    expect(hashOf(text(''), 1)).toBe(0x514e28b7);
    expect(hashOf(text('test'), 0x9747b28c)).toBe(0x704b81dc);
    expect(hashOf(text('Hello, world!'), 0x9747b28c)).toBe(0x24884cba);
    expect(hashOf(text('The quick brown fox jumps over the lazy dog'), 0x9747b28c)).toBe(0x2fa826cd);
  });
});

describe('keyHashIn', () => {
  it('is the same of a view', () => {
    const bytes = fc.uint8Array({ maxLength: 80 });
    fc.assert(
      fc.property(bytes, fc.nat(9), fc.integer(), (key, at, seed) => {
        const around = new Uint8Array([...new Uint8Array(at).fill(0xee), ...key, 0xee]);
        expect(keyHashIn(viewOf(around), at, key.length, seed)).toBe(keyHash(key, 0, key.length, seed));
      }),
    );
  });
});

describe('copyHashing', () => {
  it('gives the hash of the key and copies it, and nothing around it', () => {
    const bytes = fc.uint8Array({ maxLength: 80 });
    fc.assert(
      fc.property(bytes, bytes, fc.nat(9), fc.integer(), (key, around, at, seed) => {
        const source = new Uint8Array([...around, ...key, ...around]);
        const target = new Uint8Array(at + key.length + 8).fill(0xee);
        const hash = copyHashing(viewOf(source), around.length, key.length, seed, viewOf(target), at);
        expect(hash).toBe(keyHash(key, 0, key.length, seed));
        expect(target.subarray(at, at + key.length)).toEqual(key);
        const others = [...target.subarray(0, at), ...target.subarray(at + key.length)];
        expect(others.every((byte) => byte === 0xee)).toBe(true);
      }),
    );
  });
});
