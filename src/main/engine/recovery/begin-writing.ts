import { WalscopeError } from '../../../shared/errors.ts';
import { beginSegment, type WritePosition } from '../commit/begin-segment.ts';
import { Durability } from '../commit/durability.ts';
import { DurableMarkFile } from '../commit/durable-mark-file.ts';
import { LogWriter, type LogWriterParts } from '../commit/log-writer.ts';
import { ManifestFile } from '../commit/manifest-file.ts';
import type { ClosedSegment, Manifest, ManifestSegment } from '../format/manifest.ts';
import type { SegmentEnd } from '../format/segment-header.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { ScanResult } from '../scan/scan-result.ts';
import type { ScannedFile } from '../scan/visitor.ts';
import type { Segment } from '../segments/segment.ts';
import { SegmentDigest } from '../segments/segment-digest.ts';
import type { SegmentSet } from '../segments/segment-set.ts';
import { clearLeftovers } from './clear-leftovers.ts';
import { proveTail } from './prove-tail.ts';

export interface WriterOptions {
  segmentBytes: number;
  /** ms since 1970. */
  now: () => number;
  onMarkFailed: (error: unknown) => void;
}

export interface Writing {
  writer: LogWriter;
  manifest: ManifestFile;
  mark: DurableMarkFile;
  durability: Durability;
}

/**
 * Makes a recovered store writable. What recovery found is made durable first, since from now on it counts. Damaged
 * or torn bytes stay where they are: the log goes on in a new segment, which says where the old one ended.
 */
export async function beginWriting(
  fileSystem: FileSystem,
  directory: string,
  scan: ScanResult,
  segments: SegmentSet,
  options: WriterOptions,
): Promise<Writing> {
  const { storeId } = scan;
  if (storeId === null) {
    throw new WalscopeError(
      'CORRUPT',
      `No file of ${directory} says which store it is: salvage it into a new one.`,
    );
  }
  const last = segments.last;
  if (last !== undefined) await proveTail(fileSystem, directory, scan, last);
  const manifest = new ManifestFile(
    fileSystem,
    directory,
    await startingManifest(fileSystem, directory, scan, storeId),
  );
  const mark = await DurableMarkFile.open(fileSystem, directory, storeId, scan.mark);
  try {
    const durability = new Durability(scan.lastSeq);
    const parts: LogWriterParts = {
      fileSystem,
      directory,
      storeId,
      segments,
      manifest,
      mark,
      durability,
      ...options,
    };
    const position = await startingPosition(parts, scan);
    await healMark(mark, scan, position, options.now());
    if (scan.manifest !== null) {
      const { generation, storeId, nextNumber } = scan.manifest;
      const counted = manifest.current.segments.map(({ number }) => number);
      const isFound = manifest.current.generation === generation;
      const prove = async () => (isFound ? manifest.change((current) => [...current]) : undefined);
      await clearLeftovers(fileSystem, directory, { storeId, nextNumber, counted, prove });
    }
    return {
      writer: new LogWriter(parts, position, startingSeq(scan, position)),
      manifest,
      mark,
      durability,
    };
  } catch (error) {
    await mark.close().catch(() => undefined);
    throw error;
  }
}

/** The manifest as it is, or as the segments' own headers give it; no file's number is given again. */
async function startingManifest(
  fileSystem: FileSystem,
  directory: string,
  scan: ScanResult,
  storeId: Uint8Array,
): Promise<Manifest> {
  const numbers = scan.files.map(({ number }) => number);
  const unlisted = (await fileSystem.list(directory)).map((name) => Number.parseInt(name, 10) || 0);
  const nextNumber = Math.max(
    scan.manifest?.nextNumber ?? 1,
    ...numbers.map((n) => n + 1),
    ...unlisted.map((n) => n + 1),
  );
  const created = scan.files.find(({ createdMs }) => createdMs !== null)?.createdMs ?? 0;
  return {
    storeId,
    generation: scan.manifest?.generation ?? 0,
    createdMs: scan.manifest?.createdMs ?? created,
    nextNumber,
    segments: scan.files.map((file) => entryOf(file, scan)),
  };
}

/** What the manifest is to say of a file: that it is closed, unless it is the one that is written on. */
function entryOf(file: ScannedFile, scan: ScanResult): ManifestSegment {
  const last = file === scan.files.at(-1);
  const compacted = file.header?.compacted ?? file.entry?.compacted ?? false;
  const firstSeq = file.header?.firstSeq ?? file.entry?.firstSeq ?? 0;
  const closed = file.entry?.closed ?? (last && scan.continuable ? null : closedAsFound(file, scan));
  return { number: file.number, compacted, firstSeq, closed };
}

function closedAsFound(file: ScannedFile, scan: ScanResult): ClosedSegment {
  const next = scan.files[file.index + 1]?.header ?? null;
  return {
    lastSeq: next === null ? Math.max(scan.lastSeq, file.header?.lastSeq ?? 0) : next.firstSeq - 1,
    offset: file.end,
    chain: file.chain,
    records: file.records,
    sealed: file.sealed,
  };
}

/** Where the next frame goes: behind the last one, or into a new segment when anything is in its way. */
async function startingPosition(parts: LogWriterParts, scan: ScanResult): Promise<WritePosition> {
  const { segments, manifest } = parts;
  const last = segments.last;
  const unchanged = scan.manifest !== null && scan.files.every(({ entry }) => entry !== null);
  if (last !== undefined && scan.continuable && scan.end !== null) {
    if (!unchanged || scan.manifest === null) await manifest.change((current) => [...current]);
    const fileBytes = await last.handle.size();
    return { segment: last, chain: scan.end.chain, digest: new SegmentDigest(), fileBytes };
  }
  const entry = manifest.current.segments.at(-1);
  for (const { number, closed } of manifest.current.segments) {
    const segment = segments.get(number);
    if (segment !== undefined) segment.closed = closed;
  }
  const position = await beginSegment(parts, {
    number: manifest.takeNumber(),
    previous: previousEnd(entry, last),
    firstSeq: scan.freshSeq,
    damageAccepted: scan.newDamage,
    patches: false,
  });
  segments.append(position.segment);
  return position;
}

function previousEnd(entry: ManifestSegment | undefined, last: Segment | undefined): SegmentEnd {
  if (entry === undefined) return { number: 0, offset: 0, chain: 0 };
  if (last !== undefined && last.number === entry.number && last.header.compacted)
    return last.header.previous;
  return { number: entry.number, offset: entry.closed?.offset ?? 0, chain: entry.closed?.chain ?? 0 };
}

function startingSeq(scan: ScanResult, position: WritePosition): number {
  return scan.end !== null && position.segment.number === scan.end.number ? scan.end.nextSeq : scan.freshSeq;
}

/** The mark says what recovery made durable. Where it was missing or damaged both of its slots are written anew. */
async function healMark(
  mark: DurableMarkFile,
  scan: ScanResult,
  position: WritePosition,
  nowMs: number,
): Promise<void> {
  const { segment } = position;
  mark.write(scan.lastSeq, segment.number, segment.end, Math.max(nowMs, 0));
  if (scan.verdict.code === 'clean') return;
  mark.write(scan.lastSeq, segment.number, segment.end, Math.max(nowMs, 0));
  await mark.sync();
}
