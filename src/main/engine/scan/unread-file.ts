import { segmentHeaderLength } from '../format/segment-header.ts';
import type { LogEnd } from './scan-result.ts';
import type { ListedSegment } from './segment-list.ts';
import type { ScannedFile } from './visitor.ts';

/** What is known of a segment's file before its frames are read. `until`: where reading ends, if not at its end. */
export function unreadFile(index: number, listed: ListedSegment, until: LogEnd | null): ScannedFile {
  const kind = listed.header?.compacted || listed.entry?.compacted ? 'snapshot' : 'log';
  const usable = listed.problem === null ? listed.header : null;
  return {
    index,
    name: listed.name,
    number: listed.number,
    kind: listed.problem?.kind === 'missing' ? 'missing' : kind,
    size: until?.number === listed.number ? Math.min(until.offset, listed.size) : listed.size,
    headerLength: usable === null ? 0 : segmentHeaderLength,
    header: usable,
    entry: listed.entry,
    createdMs: listed.header?.createdMs ?? null,
    sealed: listed.entry?.closed?.sealed ?? false,
    end: listed.entry?.closed?.offset ?? listed.size,
    chain: listed.entry?.closed?.chain ?? 0,
    frames: 0,
    records: 0,
    lastFrame: null,
  };
}
