import { checkpointFile, durableMarkFile, hintSuffix, manifestFile } from '../engine/format/file-names.ts';
import type { Log } from '../formats/log/log.ts';

/** What a file of a directory is for, in a few words. */
export function describeFile(log: Log, name: string): string {
  const file = log.files.find((candidate) => candidate.name === name);
  if (file?.kind === 'snapshot') return log.format === 'walscope' ? 'compacted segment' : 'snapshot';
  if (file) return file.sealed ? 'sealed segment' : log.format === 'walscope' ? 'active segment' : 'log';
  if (name === manifestFile) return 'which segments count';
  if (name === durableMarkFile) return 'how far an fsync has proven the log';
  if (name === checkpointFile) return 'the index at a moment of the log, can be deleted at any time';
  if (name.endsWith('.manifest')) return 'which parts of the log count';
  if (name.endsWith('.conf')) return 'the configuration';
  if (name.endsWith(hintSuffix) || name.endsWith('.hint')) return 'hint, can be deleted at any time';
  return 'file of the directory';
}
