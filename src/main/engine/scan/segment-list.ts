import { equalBytes } from '../../../shared/bytes.ts';
import { type DurableMarkRead, decodeDurableFile } from '../format/durable-mark.ts';
import { durableMarkFile, manifestFile, numberInName, segmentFile } from '../format/file-names.ts';
import { decodeManifest, type Manifest, type ManifestSegment } from '../format/manifest.ts';
import { decodeSegmentHeader, maxHeaderLength, type SegmentHeader } from '../format/segment-header.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { orderWithoutManifest } from './order-without-manifest.ts';

/** A segment that counts, before its frames have been looked at. */
export interface ListedSegment {
  number: number;
  name: string;
  size: number;
  entry: ManifestSegment | null;
  header: SegmentHeader | null;
  problem: SegmentProblem | null;
}

export interface SegmentProblem {
  kind: 'missing' | 'damaged' | 'wrong-store' | 'unsupported';
  reason: string;
}

export interface SegmentList {
  names: readonly string[];
  storeId: Uint8Array | null;
  /** null when there is none or it cannot be read: then the segments' own headers give the order. */
  manifest: Manifest | null;
  manifestProblem: { kind: 'missing' | 'damaged' | 'unsupported'; reason: string } | null;
  segments: ListedSegment[];
  /** null when the file is not there. */
  mark: DurableMarkRead | null;
}

/** Which segments there are and in which order they are replayed. Reads the manifest, the mark and the headers. */
export async function listSegments(fileSystem: FileSystem, directory: string): Promise<SegmentList> {
  const names = await fileSystem.list(directory);
  const { manifest, manifestProblem } = await readManifest(fileSystem, directory, names);
  const mark = names.includes(durableMarkFile)
    ? decodeDurableFile(await fileSystem.readFile(`${directory}/${durableMarkFile}`))
    : null;
  const read = (number: number, entry: ManifestSegment | null, storeId: Uint8Array | null) =>
    readSegment(fileSystem, directory, names, number, entry, storeId);
  if (manifest === null) {
    const all = await Promise.all(segmentNumbers(names).map((number) => read(number, null, null)));
    const storeId = mark?.mark?.storeId ?? all.find((segment) => segment.header)?.header?.storeId ?? null;
    return { names, storeId, manifest, manifestProblem, segments: orderWithoutManifest(all, storeId), mark };
  }
  const segments: ListedSegment[] = [];
  for (const entry of manifest.segments) segments.push(await read(entry.number, entry, manifest.storeId));
  await adoptSuccessors(manifest, segments, segmentNumbers(names), (number) =>
    read(number, null, manifest.storeId),
  );
  return { names, storeId: manifest.storeId, manifest, manifestProblem, segments, mark };
}

/**
 * A segment is begun before the manifest names it. After a crash between the two it still counts: it names the
 * last segment that the manifest knows as the one before it.
 */
async function adoptSuccessors(
  manifest: Manifest,
  segments: ListedSegment[],
  numbers: readonly number[],
  read: (number: number) => Promise<ListedSegment>,
): Promise<void> {
  for (const number of numbers) {
    if (number < manifest.nextNumber) continue;
    const candidate = await read(number);
    const last = segments.at(-1);
    const { header } = candidate;
    if (last === undefined || header === null || header.compacted || candidate.problem !== null) continue;
    const end = last.entry?.closed ?? null;
    const continues =
      header.previous.number === last.number &&
      (end === null || (header.previous.offset === end.offset && header.previous.chain === end.chain));
    if (continues) segments.push(candidate);
  }
}

const segmentNumbers = (names: readonly string[]): number[] =>
  names
    .map((name) => numberInName(name))
    .filter((number) => number !== null)
    .sort((a, b) => a - b);

async function readManifest(
  fileSystem: FileSystem,
  directory: string,
  names: readonly string[],
): Promise<Pick<SegmentList, 'manifest' | 'manifestProblem'>> {
  if (!names.includes(manifestFile)) {
    return { manifest: null, manifestProblem: { kind: 'missing', reason: 'the file is not there' } };
  }
  const decoded = decodeManifest(await fileSystem.readFile(`${directory}/${manifestFile}`));
  if (decoded.status === 'ok') return { manifest: decoded.value, manifestProblem: null };
  const reason = decoded.status === 'damaged' ? decoded.reason : `version ${decoded.version} of the format`;
  return { manifest: null, manifestProblem: { kind: decoded.status, reason } };
}

async function readSegment(
  fileSystem: FileSystem,
  directory: string,
  names: readonly string[],
  number: number,
  entry: ManifestSegment | null,
  storeId: Uint8Array | null,
): Promise<ListedSegment> {
  const name = segmentFile(number);
  const segment: ListedSegment = { number, name, size: 0, entry, header: null, problem: null };
  if (!names.includes(name)) {
    segment.problem = { kind: 'missing', reason: 'the file is not there' };
    return segment;
  }
  const handle = await fileSystem.open(`${directory}/${name}`, 'read');
  try {
    segment.size = await handle.size();
    const bytes = new Uint8Array(Math.min(segment.size, maxHeaderLength));
    const length = await handle.read(bytes, 0);
    const decoded = decodeSegmentHeader(bytes.subarray(0, length));
    if (decoded.status === 'ok') {
      segment.header = decoded.value;
      segment.problem = mismatch(decoded.value, number, entry, storeId);
    } else if (decoded.status === 'unsupported') {
      segment.problem = { kind: 'unsupported', reason: `version ${decoded.version} of the format` };
    } else segment.problem = { kind: 'damaged', reason: decoded.reason };
  } finally {
    await handle.close();
  }
  return segment;
}

function mismatch(
  header: SegmentHeader,
  number: number,
  entry: ManifestSegment | null,
  storeId: Uint8Array | null,
): SegmentProblem | null {
  if (storeId !== null && !equalBytes(header.storeId, storeId)) {
    return { kind: 'wrong-store', reason: 'its header names another store' };
  }
  if (header.number !== number) {
    return { kind: 'damaged', reason: `its header says that it is segment ${header.number}` };
  }
  if (entry !== null && (entry.compacted !== header.compacted || entry.firstSeq !== header.firstSeq)) {
    return { kind: 'damaged', reason: 'its header is not the one that the manifest describes' };
  }
  return null;
}
