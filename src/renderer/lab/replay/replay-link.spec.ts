import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReplayHash, replayHash, textOfReplayHash } from './replay-link.ts';

describe('a replay as a link', () => {
  it('comes back as it was, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 2000 }), async (text) => {
        const hash = await replayHash(text);
        expect(hash).toMatch(/^#replay=[A-Za-z0-9_-]*$/);
        expect(isReplayHash(hash ?? '')).toBe(true);
        expect(await textOfReplayHash(hash ?? '')).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  it('is not made when it would be too long to be pasted', async () => {
    const text = Array.from({ length: 120_000 }, () =>
      String.fromCharCode(33 + Math.floor(Math.random() * 90)),
    );
    expect(await replayHash(text.join(''))).toBeNull();
  });

  it('is refused when it was cut short, is none of ours, or unpacks to more than any replay has', async () => {
    const hash = (await replayHash('a replay that is long enough to be cut')) ?? '';
    await expect(textOfReplayHash(hash.slice(0, -8))).rejects.toThrow(/no whole crash replay/);
    await expect(textOfReplayHash('#replay=***')).rejects.toThrow(/no whole crash replay/);
    const bomb = (await replayHash('0'.repeat(9 * 1024 * 1024))) ?? '';
    await expect(textOfReplayHash(bomb)).rejects.toThrow(/no whole crash replay/);
    expect(isReplayHash('#other')).toBe(false);
  });
});
