import { usedBytes } from '../../state/used-memory.ts';
import type { Call } from '../command.ts';

/** What INFO and MEMORY STATS tell of the memory of the process. Bytes. */
export interface MemoryFacts extends NodeJS.MemoryUsage {
  /** Of the heap, and beside it. */
  used: number;
  /** The most that it has been. */
  peak: number;
  atStart: number;
  /** What of it keys and values take that are in memory. */
  values: number;
  backlog: number;
}

export function memoryFacts({ stats, keyspace, replication }: Call['server']): MemoryFacts {
  const usage = process.memoryUsage();
  const used = usedBytes(usage);
  return {
    ...usage,
    used,
    peak: stats.usedMemory(used),
    atStart: stats.usedAtStart,
    values: Math.min(keyspace.cachedBytes, used),
    backlog: replication.backlog?.bytes ?? 0,
  };
}
