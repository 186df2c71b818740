import { describe, expect, it } from 'vitest';
import { numberInName } from '../format/file-names.ts';
import { segmentHeaderLength } from '../format/segment-header.ts';
import { diskOf, imageOf, sameImage, withTruncated } from './disk-image.ts';
import { expectWritable, opened } from './opened.ts';
import { expectNeverWrong, expectSameRecovery } from './recovery-invariants.ts';
import { type Checkpoint, type ReferenceStore, referenceStore } from './reference-store.ts';
import { hungAfterMs, long, tried } from './tried.ts';

function lastSegmentOf(reference: ReferenceStore): string {
  return reference.checkpoints[reference.checkpoints.length - 1]!.file;
}

/** The state that a log cut at `length` proves: that of the last whole frame before the cut. */
function checkpointBefore(reference: ReferenceStore, file: string, length: number): Checkpoint {
  const whole = reference.checkpoints.filter(
    (checkpoint) => checkpoint.file !== file || checkpoint.end <= length,
  );
  return whole[whole.length - 1]!;
}

describe.each(['killed', 'closed'] as const)(
  'a %s store whose last segment is cut at every length',
  (ending) => {
    it.each(['always', 'no'] as const)(
      'yields the state before the cut (fsync %s)',
      { timeout: hungAfterMs },
      async (fsync) => {
        const reference = await referenceStore({ fsync, ending });
        const file = lastSegmentOf(reference);
        const size = reference.checkpoints[reference.checkpoints.length - 1]!.end;
        const everyKey = [...reference.everTrue.keys()];
        for (let length = 0; length < size; length++) {
          const context = `${file} cut at ${length} of ${size}`;
          const disk = await diskOf(withTruncated(reference.image, file, length));
          const found = await opened(disk, everyKey, { readOnly: true });
          if (found.refused !== null) throw new Error(context, { cause: found.refused });
          const before = checkpointBefore(reference, file, length);
          expect(found.contents, context).toEqual(before.contents);
          const proven = fsync === 'always' || ending === 'closed' || length < segmentHeaderLength;
          if (proven) {
            expect(found.verdict.damage, `${context}: proven writes are gone`).toBe('corrupt');
          } else if (length !== before.end && length !== segmentHeaderLength) {
            // A cut between two frames that nothing proves cannot be told from a shorter log.
            expect(found.verdict.damage, context).toBe('torn-tail');
            await expectWritable(disk, found.contents, found.lastSeq);
          }
        }
        tried('truncations', size);
      },
    );
  },
);

describe('a store any of whose files is cut', () => {
  it('never gives a wrong value and never loses silently', { timeout: hungAfterMs }, async () => {
    const reference = await referenceStore({ fsync: 'always', ending: 'killed' });
    const everyKey = [...reference.everTrue.keys()];
    let cuts = 0;
    for (const [name, content] of reference.image) {
      const stride = long || content.length < 300 ? 1 : 3;
      for (let length = 0; length < content.length; length += stride) {
        const context = `${name} cut at ${length} of ${content.length}`;
        const image = withTruncated(reference.image, name, length);
        const disk = await diskOf(image);
        const found = await opened(disk, everyKey, { readOnly: true });
        expectNeverWrong(found, reference, context);
        expect(sameImage(await imageOf(disk), image), `${context}: reading changed a byte`).toBe(true);
        const recovered = await opened(disk, everyKey);
        expectSameRecovery(recovered, found, context);
        cuts += 1;
      }
    }
    tried('truncations', cuts);
  });

  it('says so when a segment is missing', async () => {
    const reference = await referenceStore({ fsync: 'always', ending: 'killed' });
    for (const name of [...reference.image.keys()].filter((file) => numberInName(file) !== null)) {
      const image = new Map(reference.image);
      image.delete(name);
      const found = await opened(await diskOf(image), reference.everTrue.keys(), { readOnly: true });
      expectNeverWrong(found, reference, `${name} missing`);
      if (found.refused === null) expect(found.verdict.code, `${name} missing`).toBe('file-missing');
    }
  });
});
