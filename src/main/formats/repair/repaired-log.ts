import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { Format, ReadOptions } from '../log/format.ts';
import type { FunctionLibrary, LiveKey } from '../log/live-key.ts';
import { liveKeys, liveRecords } from '../log/live-keys.ts';
import type { Log } from '../log/log.ts';
import type { Splice } from '../log/reading.ts';
import type { DamagePlace } from './damage-places.ts';
import { SplicedFileSystem } from './splice.ts';

/** `cut`: the log ends here, as for the engine itself. `skip`: go on with what is whole behind it. */
export type Choice = 'cut' | 'skip' | { reading: number };

/** A damaged log as it reads once a choice has been made at each of its places. Nothing has been written. */
export interface RepairedLog {
  log: Log;
  /** What `log` is read through: the directory, with the chosen readings in it. */
  fileSystem: FileSystem;
  /** Records from this one on do not count. */
  before: number;
}

/** Without a choice a torn tail is cut, a reading that more than the grammar speaks for is kept, and other damage is skipped. */
export function usualChoice({ kind, readings }: DamagePlace): Choice {
  if (readings.some(({ proof }) => proof !== 'grammar')) return { reading: 0 };
  return kind === 'torn' ? 'cut' : 'skip';
}

/** `choices`: one for each place. */
export async function repairedLog(
  log: Log,
  format: Format,
  places: readonly DamagePlace[],
  choices: readonly Choice[],
  options: ReadOptions,
): Promise<RepairedLog> {
  const splices = chosenSplices(places, choices);
  const cut = places.find((place, at) => choices[at] === 'cut' && place.index !== null);
  const fileSystem =
    splices.length === 0
      ? options.fileSystem
      : new SplicedFileSystem(options.fileSystem, log.directory, splices);
  const read = splices.length === 0 ? log : await format.read(log.directory, { ...options, fileSystem });
  if (cut === undefined) return { log: read, fileSystem, before: read.table.count };
  const before = splices.length === 0 ? cut.index! : indexIn(read, cut, splices);
  const ended = before < read.table.count ? await read.rereadTo?.(before, fileSystem) : null;
  return { log: ended ?? read, fileSystem, before };
}

function chosenSplices(places: readonly DamagePlace[], choices: readonly Choice[]): Splice[] {
  return places.flatMap((place, at) => {
    const choice = choices[at];
    const reading = typeof choice === 'object' ? place.readings[choice.reading] : undefined;
    return reading ? [reading.splice] : [];
  });
}

/** Where a place lies once bytes before it have been replaced. */
function indexIn({ table, files }: Log, place: DamagePlace, splices: readonly Splice[]): number {
  const number = files.findIndex(({ name }) => name === place.file);
  const moved = splices
    .filter(({ file, offset }) => file === place.file && offset < place.offset)
    .reduce((bytes, { insert, remove }) => bytes + insert.length - remove, 0);
  for (let index = 0; index < table.count; index++) {
    const { file, offset, length } = table.record(index);
    if (file > number || (file === number && offset + length > place.offset + moved)) return index;
  }
  return table.count;
}

/** Records of the live keys, by database and key. */
export function repairedRecords({ log, before }: RepairedLog, signal?: AbortSignal): Promise<Uint32Array> {
  return liveRecords(log.table, { salvage: true, before, ...(signal ? { signal } : {}) });
}

export function repairedKeys(
  { log, fileSystem, before }: RepairedLog,
  signal?: AbortSignal,
): AsyncIterable<LiveKey> {
  return liveKeys(log, fileSystem, { salvage: true, before, ...(signal ? { signal } : {}) });
}

export function repairedLibraries({ log }: RepairedLog): readonly FunctionLibrary[] {
  return log.libraries ?? [];
}
