import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readCorpus } from './corpus.ts';

it('cuts small directories out of those whose records can stand alone, which hold nearly all that the whole does', async () => {
  const { whole, pieces } = await readCorpus(resolve(import.meta.dirname, '../../../../fixtures'));
  const isCut = (name: string) =>
    name.startsWith('redis') || name.startsWith('bitcask') || name.startsWith('guide');
  for (const { name, held } of whole) {
    const cut = pieces.filter((piece) => piece.name.startsWith(`${name},`));
    expect(cut.length > 0, name).toBe(isCut(name));
    if (!isCut(name)) continue;
    const heldByPieces = new Set(cut.flatMap((piece) => [...piece.held]));
    const kept = [...held].filter((words) => heldByPieces.has(words));
    expect(kept.length, `${name}: ${kept.length} of ${held.size}`).toBeGreaterThanOrEqual(held.size * 0.75);
  }
  for (const { name, files } of pieces)
    expect(
      Object.values(files).reduce((sum, { length }) => sum + length, 0),
      name,
    ).toBeLessThan(1024);
});
