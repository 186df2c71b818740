import {
  durableMarkFile,
  manifestFile,
  numberInName,
  segmentSuffix,
  temporarySuffix,
} from '../../../engine/format/file-names.ts';
import { decodeManifest, type Manifest } from '../../../engine/format/manifest.ts';
import { decodeSeal } from '../../../engine/format/seal.ts';
import {
  decodeSegmentHeader,
  type Salt,
  segmentHeaderLength,
} from '../../../engine/format/segment-header.ts';
import type { DirectorySync, EntryChange, FileSync, Renaming } from './alteration.ts';

/** What a call of the engine is for, told from the call and from the bytes: the engine itself knows nothing of this. */

const temporaryManifest = `${manifestFile}${temporarySuffix}`;
const temporarySegmentSuffix = `${segmentSuffix}${temporarySuffix}`;

export const isSegment = (name: string): boolean => numberInName(name) !== null;

export const isTemporarySegment = (name: string): boolean => name.endsWith(temporarySegmentSuffix);

/** The first sync of a segment that has just been made. */
export const provesHeader = ({ name, writes }: FileSync): boolean =>
  isSegment(name) && writes.some(({ position }) => position === 0);

export const provesSeal = (sync: FileSync): boolean => isSegment(sync.name) && holdsSeal(sync);

/** Frames, and with them what callers are told. */
export const provesFrames = (sync: FileSync): boolean =>
  isSegment(sync.name) && sync.writes.length > 0 && !provesHeader(sync) && !provesSeal(sync);

/** What a start found in the last segment and is going to count on. */
export const provesRecovered = ({ name, writes }: FileSync): boolean =>
  isSegment(name) && writes.length === 0;

export const provesCompacted = ({ name }: FileSync): boolean => isTemporarySegment(name);

export const provesManifest = ({ name }: FileSync): boolean => name === temporaryManifest;

export const provesMark = ({ name }: FileSync): boolean => name === durableMarkFile;

export const namesSegment = ({ changes }: DirectorySync): boolean =>
  changes.some(({ kind, name }) => kind === 'create' && isSegment(name));

export const namesCompacted = ({ changes }: DirectorySync): boolean =>
  changes.some(({ kind, from }) => kind === 'rename' && isTemporarySegment(from ?? ''));

export const namesManifest = ({ changes }: DirectorySync): boolean => changes.some(isNewManifest);

/** The parent's: of all entries there, only the store's own directory is made. */
export const namesStore = ({ changes }: DirectorySync): boolean =>
  changes.every(({ kind, name }) => kind === 'create' && !isSegment(name) && name !== manifestFile);

const isNewManifest = ({ kind, name }: EntryChange): boolean => kind === 'rename' && name === manifestFile;

/** The manifest is about to count a compacted segment in place of others. */
export async function countsCompacted(renaming: Renaming): Promise<boolean> {
  const manifests = await manifestsOf(renaming);
  if (manifests === null) return false;
  const known = new Set(manifests.old.segments.map(({ number }) => number));
  return manifests.next.segments.some(({ number, compacted }) => compacted && !known.has(number));
}

/** The manifest is about to count one more segment to write to. */
export async function countsFresh(renaming: Renaming): Promise<boolean> {
  const manifests = await manifestsOf(renaming);
  return manifests !== null && manifests.next.segments.length > manifests.old.segments.length;
}

async function manifestsOf({ to, content }: Renaming): Promise<{ old: Manifest; next: Manifest } | null> {
  if (to !== manifestFile) return null;
  const bytes = await content();
  const old = decodeManifest(bytes.to);
  const next = decodeManifest(bytes.from);
  return old.status === 'ok' && next.status === 'ok' ? { old: old.value, next: next.value } : null;
}

function holdsSeal({ writes, head }: FileSync): boolean {
  const last = writes.at(-1);
  if (last === undefined) return false;
  const salt = saltOf(head(segmentHeaderLength));
  return salt !== null && decodeSeal(last.data, 0, salt) !== null;
}

export function saltOf(head: Uint8Array): Salt | null {
  const header = decodeSegmentHeader(head);
  return header.status === 'ok' ? header.value.salt : null;
}
