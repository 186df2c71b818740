import { resolve } from 'node:path';
import { type FormatId, formatIds, writableFormats } from '../../../shared/codes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { plural } from '../../../shared/words.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { formatOf } from '../../formats/detect.ts';
import { holdingFiles } from '../../formats/held-files.ts';
import { liveKeys } from '../../formats/log/live-keys.ts';
import { requireNewOrEmpty } from '../../formats/log/write-directory.ts';
import { requireOutside } from '../../service/storage/outside.ts';
import { encodeBase64 } from '../../service/transfer/base64.ts';
import { convert, type SkippedKey } from '../../service/transfer/convert.ts';
import type { ExitCode, Invocation, Run } from '../command.ts';
import { refusesDamage, tellLosses } from '../damage.ts';
import { readDirectory, readFileSystem } from '../directory.ts';
import { shownKey, tellSkippedLibrary, writeJson } from '../output.ts';
import { Progress } from '../progress.ts';

interface Options {
  to: string;
  salvage?: boolean;
}

export const run: Run<Options> = (invocation, source: string, destination: string) =>
  holdingFiles(readFileSystem, (files) => convertFrom(invocation, source, destination, files));

async function convertFrom(
  invocation: Invocation<Options>,
  source: string,
  destination: string,
  files: FileSystem,
): Promise<ExitCode> {
  const { io, common, options } = invocation;
  const to = formatNamed(options.to);
  const target = resolve(destination);
  await requireOutside(source, target);
  // Before all of the source is read, which can take long.
  await requireNewOrEmpty(target, nodeFileSystem);
  const { log } = await readDirectory(invocation, source, { fileSystem: files, decodeValues: true });
  if (refusesDamage(io, log, options.salvage ?? false)) return 1;
  const progress = new Progress(io, 'Converting');
  const total = log.table.newestOfEachKey(options.salvage).length;
  const keys = liveKeys(log, files, {
    salvage: options.salvage ?? false,
    db: common.db,
    signal: io.signal,
  });
  // Libraries of functions belong to no database.
  const libraries = common.db === null ? (log.libraries ?? []) : [];
  const result = await convert(keys, {
    to,
    target,
    fileSystem: nodeFileSystem,
    signal: io.signal,
    libraries,
    onKey: (count) => progress.update(count, total),
  }).finally(() => progress.end());
  await report(invocation, result, destination);
  const unheld = formatOf(to)?.holdsLibraries ? [] : libraries;
  for (const { name } of unheld) tellSkippedLibrary(io, name, to);
  const losses = tellLosses(io, log);
  return result.skipped.length + unheld.length > 0 ? 1 : losses;
}

function formatNamed(name: string): FormatId {
  const found = formatIds.find((id) => id === name);
  if (found) return found;
  throw new WalscopeError('INVALID_ARGUMENT', `--to takes ${writableFormats.join(', ')}, not "${name}".`);
}

async function report(
  { io, common }: Invocation<Options>,
  { keys, skipped }: { keys: number; skipped: SkippedKey[] },
  destination: string,
): Promise<void> {
  if (common.json) {
    const named = skipped.map(({ key, db, reason }) => ({ key: encodeBase64(key), db, reason }));
    await writeJson(io, { keys, skipped: named });
    return;
  }
  await io.write(`${plural(keys, 'key')} written to ${destination}\n`);
  for (const { key, reason } of skipped) io.tell(`walscope: skipped ${shownKey(key, common)}: ${reason}`);
}
