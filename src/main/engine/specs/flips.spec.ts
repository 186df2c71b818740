import { beforeAll, describe, expect, it } from 'vitest';
import { hintSuffix, lockFile, manifestFile, numberInName } from '../format/file-names.ts';
import { diskOf, imageOf, sameImage, withFlippedBit } from './disk-image.ts';
import { expectWritable, opened, openOn } from './opened.ts';
import { expectNeverWrong, expectSameRecovery, isIntact } from './recovery-invariants.ts';
import { type ReferenceStore, referenceStore } from './reference-store.ts';
import { hungAfterMs, long, tried } from './tried.ts';

/** Files that may hold anything, or be deleted, without a consequence. */
const isAdvisory = (name: string): boolean => name === lockFile || numberInName(name, hintSuffix) !== null;

/** What holds or names records. The durable mark does not: a power loss may tear one of its slots. */
const holdsRecords = (name: string): boolean => name === manifestFile || numberInName(name) !== null;

/** ms; with every bit it takes a while. */
const timeout = hungAfterMs;
const everyBit = [0, 1, 2, 3, 4, 5, 6, 7];

let reference: ReferenceStore;
let everyKey: string[];

beforeAll(async () => {
  reference = await referenceStore({ fsync: 'always', ending: 'killed' });
  everyKey = [...reference.everTrue.keys()];
});

interface Flip {
  name: string;
  byte: number;
  bit: number;
  context: string;
}

/** One bit of every `stride`th byte of every file, another one each time; every bit of every byte when there is time. */
function* flips(stride: number): Generator<Flip> {
  for (const [name, content] of reference.image) {
    for (let byte = 0; byte < content.length; byte += long ? 1 : stride) {
      const bits = long ? everyBit : [Math.floor(byte / stride) % 8];
      for (const bit of bits) yield { name, byte, bit, context: `${name} byte ${byte} bit ${bit}` };
    }
  }
}

describe('a store with one bit flipped', () => {
  it('opens with true values or says what it lost, and reading it changes nothing', { timeout }, async () => {
    let count = 0;
    for (const { name, byte, bit, context } of flips(2)) {
      const image = withFlippedBit(reference.image, name, byte, bit);
      const disk = await diskOf(image);
      const found = await opened(disk, everyKey, { readOnly: true });
      expectNeverWrong(found, reference, context);
      const intact = isIntact(found, reference);
      if (isAdvisory(name)) expect(intact, `${context}: an advisory file changed the outcome`).toBe(true);
      if (!intact && found.refused === null && found.unreadable.length === 0) {
        expect(found.verdict.damage, `${context}: acknowledged writes are gone`).toBe('corrupt');
      }
      if (count % 16 === 0) {
        expect(sameImage(await imageOf(disk), image), `${context}: reading changed a byte`).toBe(true);
      }
      count += 1;
    }
    tried('flips', count);
  });

  it('is read alike whether keys are kept in memory or not', { timeout }, async () => {
    let count = 0;
    for (const { name, byte, bit, context } of flips(5)) {
      const acceptDamage = count % 2 === 0;
      const image = withFlippedBit(reference.image, name, byte, bit);
      const kept = await opened(await diskOf(image), everyKey, { acceptDamage });
      const read = await opened(await diskOf(image), everyKey, { acceptDamage, keysInMemory: false });
      expectSameRecovery(read, kept, context);
      count += 1;
    }
    tried('flips', count);
  });

  it('is found out by verify, wherever the bit lies', { timeout }, async () => {
    let count = 0;
    for (const { name, byte, bit, context } of flips(7)) {
      if (!holdsRecords(name)) continue;
      const disk = await diskOf(withFlippedBit(reference.image, name, byte, bit));
      if ((await opened(disk, [], { readOnly: true })).refused !== null) continue;
      const store = await openOn(disk, { readOnly: true });
      const verdict = await store.verify();
      await store.close();
      expect(verdict.code, context).not.toBe('clean');
      count += 1;
    }
    tried('flips', count);
  });

  it('recovers for writing as it did for reading, twice, and takes writes where it says so', {
    timeout,
  }, async () => {
    let count = 0;
    for (const { name, byte, bit, context } of flips(9)) {
      const disk = await diskOf(withFlippedBit(reference.image, name, byte, bit));
      const read = await opened(disk, everyKey, { readOnly: true });
      const first = await opened(disk, everyKey);
      expectSameRecovery(first, read, context);
      const second = await opened(disk, everyKey);
      expectSameRecovery(second, first, context, true);
      if (second.refused === null && !second.readOnly && second.unreadable.length === 0) {
        await expectWritable(disk, second.contents, second.lastSeq);
      }
      count += 1;
    }
    tried('flips', count);
  });

  it('goes on behind damage when told to, with true values, and remembers that choice', {
    timeout,
  }, async () => {
    let count = 0;
    for (const { name, byte, bit, context } of flips(13)) {
      const disk = await diskOf(withFlippedBit(reference.image, name, byte, bit));
      const found = await opened(disk, everyKey, { acceptDamage: true });
      expectNeverWrong(found, reference, context);
      if (found.refused !== null) continue;
      expect(found.readOnly, `${context}: accepted, yet read-only`).toBe(false);
      if (found.unreadable.length === 0) await expectWritable(disk, found.contents, found.lastSeq);
      count += 1;
    }
    tried('flips', count);
  });
});
