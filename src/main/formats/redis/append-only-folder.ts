import { join } from 'node:path';
import { tryText } from '../../../shared/bytes.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { inFolder, isRdbName, isTemporary } from './file-names.ts';
import { type Manifest, type ManifestPart, parseManifest } from './manifest.ts';

/** A file that Redis would load, in the order of loading. Names are relative to the directory. */
export interface Part {
  name: string;
  size: number;
  role: 'rdb' | 'base' | 'incr';
}

export interface Parts {
  parts: Part[];
  /** Files that should be there, or that no manifest counts: loss that no file's content would show. */
  problems: { file: string; reason: string }[];
  /** What says which parts count; null where nothing has to. */
  manifest: string | null;
}

const maxManifestBytes = 1024 * 1024;

/** What Redis puts behind the name of a log to name a part of it. */
const partName = /\.(\d+)\.(base|incr)\.(?:rdb|aof)$/;

/** The parts of a log in a folder, as its manifest counts them, or by their names; null when there is none. */
export async function partsIn(
  directory: string,
  folder: string,
  base: string,
  fileSystem: FileSystem,
): Promise<Parts | null> {
  const stat = await fileSystem.stat(join(directory, folder));
  if (!stat?.isDirectory) return null;
  const names = await fileSystem.list(join(directory, folder));
  const within = (name: string) => inFolder(folder, name);
  const manifest = manifestAmong(names, base);
  if (manifest === undefined) return partsWithoutManifest(directory, names, within, fileSystem);
  const size = (await fileSystem.stat(join(directory, within(manifest))))?.size ?? 0;
  const bytes = size > maxManifestBytes ? null : await fileSystem.readFile(join(directory, within(manifest)));
  const read = parseManifest(bytes === null ? null : tryText(bytes));
  const problems = read.problems.map((reason) => ({ file: within(manifest), reason }));
  const log = manifest.slice(0, -'.manifest'.length);
  const counted = problems.length === 0 ? read.parts : withUncounted(read, partsNamed(names, log));
  const found = await collect(directory, counted, within, problems, fileSystem);
  return { ...found, manifest: within(manifest) };
}

/** A damaged manifest does not count all that it should: with what is named as a part, and of which it says nothing. */
function withUncounted({ parts, past }: Manifest, named: readonly ManifestPart[]): ManifestPart[] {
  const said = new Set([...past, ...parts.map(({ name }) => name)]);
  const hasBase = parts.some(({ type }) => type === 'b');
  const more = named.filter(({ name, type }) => !said.has(name) && !(type === 'b' && hasBase));
  const increments = [...parts, ...more].filter(({ type }) => type === 'i');
  increments.sort((a, b) => numberIn(a.name) - numberIn(b.name));
  return [...[...parts, ...more].filter(({ type }) => type === 'b'), ...increments];
}

/** Of a part; those of other names come first, as the manifest has them. */
const numberIn = (name: string): number => Number(partName.exec(name)?.[1] ?? 0);

/** That of the setting, else one of another name: without a redis.conf it is not known what the server calls its log. */
function manifestAmong(names: readonly string[], base: string): string | undefined {
  const whole = names.filter((name) => name.endsWith('.manifest') && !isTemporary(name)).sort();
  if (whole.includes(`${base}.manifest`)) return `${base}.manifest`;
  return whole.find((name) => name.endsWith('.aof.manifest')) ?? whole.find((name) => countsAny(name, names));
}

/** Whether a file lies beside it that is named as a part of its log is: others have manifests, too. */
function countsAny(manifest: string, names: readonly string[]): boolean {
  const log = manifest.slice(0, -'.manifest'.length);
  return names.some((name) => name.startsWith(`${log}.`) && partName.test(name));
}

/** As a crash leaves a file whose name was proven and whose data was not. */
const emptyBase = 'nothing is in this file, where an RDB should be: Redis would start without what it held';

async function collect(
  directory: string,
  listed: readonly ManifestPart[],
  within: (name: string) => string,
  problems: Parts['problems'],
  fileSystem: FileSystem,
): Promise<Parts> {
  const parts: Part[] = [];
  for (const { name, type } of listed) {
    const stat = await fileSystem.stat(join(directory, within(name)));
    if (stat && !stat.isDirectory) {
      parts.push({ name: within(name), size: stat.size, role: type === 'b' ? 'base' : 'incr' });
      if (stat.size === 0 && type === 'b' && isRdbName(name))
        problems.push({ file: within(name), reason: emptyBase });
    } else
      problems.push({ file: within(name), reason: 'the manifest counts this file, and it is not there' });
  }
  return { parts, problems, manifest: null };
}

/** The newest base and all increments, by their names. `log`: only of this one; null = of any. */
function partsNamed(names: readonly string[], log: string | null): ManifestPart[] {
  const found = names.flatMap((name): (ManifestPart & { seq: number })[] => {
    const match = partName.exec(name);
    if (!match || (log !== null && name.slice(0, match.index) !== log)) return [];
    return [{ name, seq: Number(match[1]), type: match[2] === 'base' ? 'b' : 'i' }];
  });
  const bases = found.filter(({ type }) => type === 'b').sort((a, b) => b.seq - a.seq);
  const increments = found.filter(({ type }) => type === 'i').sort((a, b) => a.seq - b.seq);
  return [...bases.slice(0, 1), ...increments];
}

/** Parts beside no manifest: Redis would start empty and say nothing of them. */
async function partsWithoutManifest(
  directory: string,
  names: readonly string[],
  within: (name: string) => string,
  fileSystem: FileSystem,
): Promise<Parts | null> {
  const found = partsNamed(names, null);
  if (found.length === 0) return null;
  const problems = [
    {
      file: within(found[0]?.name ?? ''),
      reason: 'no manifest is there: Redis would start empty beside these files',
    },
  ];
  return collect(directory, found, within, problems, fileSystem);
}
