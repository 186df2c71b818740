import { join } from 'node:path';
import {
  type DurableMark,
  decodeDurableFile,
  durableFileLength,
  encodeDurableMark,
  slotOffset,
} from '../../engine/format/durable-mark.ts';
import { durableMarkFile, hintSuffix, manifestFile, numberInName } from '../../engine/format/file-names.ts';
import { decodeManifest, encodeManifest, type Manifest } from '../../engine/format/manifest.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { FileBeside, LogMoment } from '../log/format.ts';
import type { Log } from '../log/log.ts';
import { firstFrameOfFile } from '../log/places.ts';
import { walscopeFilesBeside } from './files-beside.ts';

/**
 * The files that a store keeps beside its segments, as they were at an earlier moment: a manifest without later
 * segments, a durable mark that says no more than was proven, no hints of segments that were not sealed yet.
 */
export async function walscopeBesideUpTo(
  log: Log,
  moment: LogMoment,
  fileSystem: FileSystem,
): Promise<FileBeside[]> {
  const names = await walscopeFilesBeside(log, fileSystem);
  const number = numberInName(log.files[moment.file]?.name ?? '') ?? 0;
  const later = new Set(log.files.slice(moment.file).map((file) => numberInName(file.name)));
  const others: FileBeside[] = names
    .filter((name) => later.has(numberInName(name, hintSuffix)))
    .map((name) => ({ name, bytes: null }));
  const manifest = names.includes(manifestFile) ? await readManifest(log, fileSystem) : null;
  if (manifest) others.push({ name: manifestFile, bytes: encodeManifest(manifestAt(manifest, number)) });
  const mark = names.includes(durableMarkFile) ? await readMark(log, fileSystem) : null;
  if (mark)
    others.push({ name: durableMarkFile, bytes: durableFile(markAt(log, moment, mark, manifest, number)) });
  return others;
}

/** A manifest that cannot be read stays as it is: recovery has to cope with it either way. */
async function readManifest(log: Log, fileSystem: FileSystem): Promise<Manifest | null> {
  const decoded = decodeManifest(await fileSystem.readFile(join(log.directory, manifestFile)));
  return decoded.status === 'ok' ? decoded.value : null;
}

async function readMark(log: Log, fileSystem: FileSystem): Promise<DurableMark | null> {
  return decodeDurableFile(await fileSystem.readFile(join(log.directory, durableMarkFile))).mark;
}

function manifestAt(manifest: Manifest, number: number): Manifest {
  const last = manifest.segments.findIndex((segment) => segment.number === number);
  const segments = manifest.segments
    .slice(0, last + 1)
    .map((segment) => (segment.number === number ? { ...segment, closed: null } : segment));
  const highest = segments.reduce((max, segment) => Math.max(max, segment.number), 0);
  return { ...manifest, segments, nextNumber: highest + 1 };
}

function markAt(
  log: Log,
  moment: LogMoment,
  mark: DurableMark,
  manifest: Manifest | null,
  number: number,
): DurableMark {
  const { table } = log;
  const start = firstFrameOfFile(table, moment.file);
  let frame = start;
  while (frame < moment.acknowledgedFrames && table.firstRecordOf(frame) < moment.proven.records) frame++;
  const last = frame > start ? table.frame(frame - 1) : null;
  const firstSeq = manifest?.segments.find((segment) => segment.number === number)?.firstSeq ?? 1;
  return {
    ...mark,
    seq: last ? last.firstSeq + last.records - 1 : firstSeq - 1,
    segment: number,
    offset: moment.proven.offset,
    timeMs: last?.timeMs ?? mark.timeMs,
  };
}

/** Both slots say the same, the older one under the number before. */
function durableFile(mark: DurableMark): Uint8Array {
  const bytes = new Uint8Array(durableFileLength);
  for (const generation of [Math.max(0, mark.generation - 1), mark.generation]) {
    bytes.set(encodeDurableMark({ ...mark, generation }), slotOffset(generation));
  }
  return bytes;
}
