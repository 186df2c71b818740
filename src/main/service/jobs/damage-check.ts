import { WalscopeError } from '../../../shared/errors.ts';
import { plural } from '../../../shared/words.ts';
import type { Source } from '../sources/source.ts';

/** Waits until a directory has been read, and throws CORRUPT when a directory cannot be read whole and nobody has chosen to salvage what can be. */
export async function requireReadable(source: Source, salvage: boolean): Promise<void> {
  await source.ready;
  if (!source.status().exact) {
    throw new WalscopeError('CANCELLED', `${source.path} has not been read to its end: open it again.`);
  }
  const { verdict } = source.info();
  if (verdict.damage !== 'corrupt' || salvage) return;
  const saved = verdict.recordsSalvageable;
  throw new WalscopeError(
    'CORRUPT',
    `${source.path} is damaged: ${verdict.sentence} ${plural(saved, 'record')} behind the damage can be salvaged if you choose to.`,
  );
}
