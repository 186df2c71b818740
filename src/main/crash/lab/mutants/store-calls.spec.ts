import { describe, expect, it } from 'vitest';
import { walscopeSubject } from '../../../service/crash/walscope-subject.ts';
import { trace } from '../trace.ts';
import { workloadNames, workloadOf } from '../workloads.ts';
import type { Alteration, DirectorySync, FileSync } from './alteration.ts';
import { onAlteredDisk } from './altered-subject.ts';
import { directoryFsyncs } from './directory-fsyncs.ts';
import { fileFsyncs } from './file-fsyncs.ts';
import type { Mutant } from './mutant.ts';

/** Runs everything with an engine whose calls are only watched. */
async function watch(watching: Alteration): Promise<void> {
  const watched = onAlteredDisk(walscopeSubject, 'walscope', [watching]);
  for (const name of workloadNames) await trace(watched, workloadOf(name, 1), 'always');
}

const idsOf = (mutants: readonly Mutant[], drops: (alteration: Alteration) => boolean | undefined) =>
  mutants.filter((mutant) => 'alteration' in mutant && drops(mutant.alteration)).map(({ id }) => id);

describe('every fsync that the engine makes', () => {
  it('of a file can be taken out, by one mutant and no other', async () => {
    const seen = new Set<string>();
    const dropsFileSync = (sync: FileSync): boolean => {
      const ids = idsOf(fileFsyncs, (alteration) => alteration.dropsFileSync?.(sync));
      expect(ids, `${sync.name} with ${sync.writes.length} writes`).toHaveLength(1);
      seen.add(ids[0]!);
      return false;
    };
    await watch({ dropsFileSync });
    expect([...seen].sort()).toEqual(fileFsyncs.map(({ id }) => id).sort());
  });

  it('of a directory can be taken out', async () => {
    const seen = new Set<string>();
    const dropsDirectorySync = (sync: DirectorySync): boolean => {
      const ids = idsOf(directoryFsyncs, (alteration) => alteration.dropsDirectorySync?.(sync));
      expect(ids, JSON.stringify(sync.changes)).not.toEqual([]);
      for (const id of ids) seen.add(id);
      return false;
    };
    await watch({ dropsDirectorySync });
    expect([...seen].sort()).toEqual(directoryFsyncs.map(({ id }) => id).sort());
  });
});
