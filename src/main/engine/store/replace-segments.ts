import { WalscopeError } from '../../../shared/errors.ts';
import type { MaintenanceOptions } from '../api.ts';
import { newSalt } from '../commit/begin-segment.ts';
import { prove } from '../commit/failures.ts';
import type { ManifestFile } from '../commit/manifest-file.ts';
import type { LiveRecords } from '../compaction/live-records.ts';
import type { MergeResult } from '../compaction/merge-segments.ts';
import { readHint } from '../compaction/read-hint.ts';
import { runMerge } from '../compaction/run-job.ts';
import { hintFile, segmentFile, temporarySuffix } from '../format/file-names.ts';
import type { ClosedSegment, ManifestSegment } from '../format/manifest.ts';
import type { SegmentEnd, SegmentHeader } from '../format/segment-header.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { seedOf } from '../index/hash-seed.ts';
import { readSeal } from '../scan/check-seal.ts';
import type { SegmentList } from '../scan/segment-list.ts';
import { Slicer } from '../scan/slicer.ts';
import { Segment } from '../segments/segment.ts';
import { rewriteReadable } from './rewrite-readable.ts';
import type { StoreState } from './store-state.ts';

/** Stretches of work on the index, in ms: writers at full load wait no longer for their turn. */
export const mergeSliceMs = 2;

export interface ReplaceParts {
  fileSystem: FileSystem;
  state: StoreState;
  manifest: ManifestFile;
  /** Segments that no longer count and that the index names no more: their files are to be removed. */
  replaced: Segment[];
  onDropped: (key: Uint8Array) => void;
}

/**
 * Merges closed segments that follow each other into one, whose records are those that were live when they were
 * closed, and puts that in their place: it gets its name, then the manifest counts it instead of them. Until the
 * manifest says so, a restart knows nothing of it.
 */
export async function replaceSegments(
  parts: ReplaceParts,
  chosen: readonly Segment[],
  live: readonly LiveRecords[],
  options: MaintenanceOptions,
): Promise<void> {
  const { fileSystem, state } = parts;
  const header = mergedHeader(parts, chosen);
  const job = {
    directory: state.directory,
    segments: chosen.map(({ number, closed }) => ({ number, ...endOf(closed) })),
    live,
    header,
    oldest: chosen[0] === state.segments.ordered[0],
    nowMs: state.now(),
    hintSeed: state.index.inMemory?.seed ?? null,
  };
  const result = await runMerge(fileSystem, job, options);
  const numbers = new Set(chosen.map(({ number }) => number));
  await putInPlace(parts, chosen, ({ number }) => numbers.has(number), header, result);
}

/**
 * The same for all closed segments of a store in which damage has been accepted, those that cannot be read at all
 * among them: what is readable counts, and the damage is gone.
 */
export async function replaceDamaged(
  parts: ReplaceParts,
  list: SegmentList,
  options: MaintenanceOptions,
): Promise<void> {
  const chosen = parts.state.segments.ordered.filter(({ closed }) => closed !== null);
  if (chosen.length === 0) return;
  const next = parts.state.segments.last as Segment;
  const header = { ...mergedHeader(parts, chosen), previous: next.header.previous };
  const seed = parts.state.index.inMemory?.seed ?? seedOf(header.storeId);
  const job = { directory: parts.state.directory, list, header, seed };
  const result = await rewriteReadable(parts.fileSystem, job, options);
  await putInPlace(parts, chosen, ({ closed }) => closed !== null, header, result);
}

async function putInPlace(
  parts: ReplaceParts,
  chosen: readonly Segment[],
  replaces: (entry: ManifestSegment) => boolean,
  header: SegmentHeader,
  result: MergeResult,
): Promise<void> {
  const { fileSystem, state, manifest, onDropped } = parts;
  const merged = await nameMerged(parts, header, result);
  try {
    const binding = {
      storeId: header.storeId,
      segment: header.number,
      endOffset: result.closed.offset,
      endChain: result.closed.chain,
    };
    const needsHint = result.moved === null && state.index.inMemory !== null;
    const slicer = new Slicer(undefined, mergeSliceMs);
    const hint = needsHint ? await readHint(fileSystem, state.directory, binding, slicer) : null;
    if (needsHint && hint === null) {
      throw new WalscopeError(
        'IO',
        `The hint of ${merged.name} cannot be read back: check the disk, then compact again.`,
      );
    }
    const replaced = new Set(chosen.map(({ number }) => number));
    await manifest.change((current) => {
      const first = current.findIndex(replaces);
      const last = current.findLastIndex(replaces);
      return [...current.slice(0, first), merged.manifestEntry, ...current.slice(last + 1)];
    });
    state.segments.replace(chosen, merged);
    await state.index.moveTo({ replaced, merged, result, hint, onDropped }, slicer);
  } catch (error) {
    if (manifest.mayCount(merged.number)) await merged.retire();
    else await discard(parts, merged);
    throw error;
  }
  for (const segment of chosen) state.segments.forget(segment);
  parts.replaced.push(...chosen);
}

function mergedHeader({ state, manifest }: ReplaceParts, chosen: readonly Segment[]): SegmentHeader {
  const first = chosen[0] as Segment;
  const last = chosen.at(-1) as Segment;
  return {
    storeId: manifest.current.storeId,
    number: manifest.takeNumber(),
    compacted: true,
    damageAccepted: false,
    patches: false,
    previous: last.header.compacted ? last.header.previous : { number: last.number, ...endOf(last.closed) },
    firstSeq: first.header.firstSeq,
    lastSeq: last.closed?.lastSeq ?? 0,
    createdMs: Math.max(state.now(), 0),
    salt: newSalt(),
  };
}

function endOf(closed: ClosedSegment | null): Pick<SegmentEnd, 'offset' | 'chain'> {
  return { offset: closed?.offset ?? 0, chain: closed?.chain ?? 0 };
}

async function nameMerged(parts: ReplaceParts, header: SegmentHeader, result: MergeResult): Promise<Segment> {
  const { fileSystem, state } = parts;
  const path = `${state.directory}/${segmentFile(header.number)}`;
  await fileSystem.rename(`${path}${temporarySuffix}`, path);
  await prove('the directory', () => fileSystem.syncDirectory(state.directory));
  const handle = await fileSystem.open(path, 'read');
  const { closed } = result;
  const frames = (await readSeal(handle, closed.offset, header.salt))?.frames ?? 0;
  return new Segment(header, handle, { end: closed.offset, frames, records: closed.records, closed });
}

/** Removes a segment that does not count. What cannot be removed is cleared by the next opening. */
async function discard({ fileSystem, state }: ReplaceParts, segment: Segment): Promise<void> {
  const retired = segment.retire();
  // Not before: views that still read it would have it cached again.
  state.blocks.forget(segment);
  await retired;
  const names = [segment.name, hintFile(segment.number)];
  await Promise.all(
    names.map((name) => fileSystem.unlink(`${state.directory}/${name}`).catch(() => undefined)),
  );
}

/** Removes the files of segments that have been replaced. */
export async function removeReplaced(parts: ReplaceParts): Promise<void> {
  await Promise.all(parts.replaced.splice(0).map((segment) => discard(parts, segment)));
}
