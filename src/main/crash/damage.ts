import { join } from 'node:path';
import type { Fault } from '../../shared/contract/crash.ts';
import { WalscopeError } from '../../shared/errors.ts';
import { formatCount, plural } from '../../shared/words.ts';
import type { FileSystem } from '../engine/fs/file-system.ts';
import { flipBit, zeroRange } from './change-file.ts';

/** Damages a copy, one fault after the other. `files` are those of the copy: no other is touched. */
export async function damageCopy(
  copy: string,
  faults: readonly Fault[],
  files: readonly string[],
  fileSystem: FileSystem,
): Promise<void> {
  const gone = new Set<string>();
  for (const fault of faults) {
    if (!files.includes(fault.file) || gone.has(fault.file)) {
      throw new WalscopeError('NOT_FOUND', `There is no file ${fault.file} in the copy.`);
    }
    const path = join(copy, fault.file);
    if (fault.kind === 'flip') await flipBit(path, fault.offset, fault.bit, fileSystem);
    else if (fault.kind === 'zero') await zeroRange(path, fault.offset, fault.length, fileSystem);
    else {
      await fileSystem.unlink(path);
      gone.add(fault.file);
    }
  }
}

/** What was done, in a sentence. */
export function describeDamage(faults: readonly Fault[]): string {
  const first = faults[0] as Fault;
  const more = faults.length > 1 ? `, and ${faults.length - 1} more` : '';
  if (first.kind === 'delete') return `${first.file} deleted${more}.`;
  if (first.kind === 'zero') {
    return `${plural(first.length, 'byte')} of ${first.file} zeroed from byte ${formatCount(first.offset)}${more}.`;
  }
  return `Bit ${first.bit} of byte ${formatCount(first.offset)} of ${first.file} flipped${more}.`;
}
