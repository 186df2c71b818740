import { scanLog } from '../../engine/scan/scan-log.ts';
import { listSegments } from '../../engine/scan/segment-list.ts';
import { cleanSentence } from '../../engine/scan/verdict.ts';
import type { ReadOptions } from '../log/format.ts';
import type { Log } from '../log/log.ts';
import { countDurable, visitorOf } from './read-log.ts';
import { WalscopeLog } from './walscope-log.ts';

/**
 * Reads on where a log ended when it was read last. What is being written this very moment is left for the next
 * time: the first of two passes finds where the last whole frame ends, the second reads up to there.
 */
export async function readOnWalscopeLog(log: Log, options: ReadOptions): Promise<WalscopeLog | null> {
  if (!(log instanceof WalscopeLog) || log.end === null) return null;
  const { fileSystem, signal } = options;
  const list = await listSegments(fileSystem, log.directory);
  const isSameLog = log.files.every((file, index) => list.segments[index]?.name === file.name);
  if (!isSameLog || list.manifest === null) return null;
  const from = log.end;
  const scan = { list, from, ...(signal ? { signal } : {}) };
  const { end: until } = await scanLog(fileSystem, log.directory, {}, scan);
  if (until === null) return null;
  const result = await scanLog(fileSystem, log.directory, visitorOf(log, options), { ...scan, until });
  const { verdict } = result;
  const recordsRead = log.verdict.recordsRead + verdict.recordsRead;
  const isClean = verdict.code === 'clean';
  log.end = isClean ? result.end : null;
  log.verdict = { ...verdict, recordsRead, ...(isClean ? { sentence: cleanSentence(recordsRead) } : {}) };
  log.durableRecords = countDurable(log.table, result.durableSeq);
  return log;
}
