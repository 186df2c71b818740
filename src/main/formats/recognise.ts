import { WalscopeError } from '../../shared/errors.ts';
import { plural } from '../../shared/words.ts';
import type { FileSystem } from '../engine/fs/file-system.ts';
import { detectFormat, detectFormatIfAny } from './detect.ts';
import type { Format } from './log/format.ts';
import { type LoneFiles, loneDirectory } from './lone-files.ts';

/** Of a directory of no known format, as many files are looked at for those that can be read by themselves. */
const maxFilesTried = 64;

export interface Recognised {
  format: Format;
  /** What the format reads: the path, or the file there as a directory of its own, which `LoneFiles` knows. */
  directory: string;
  isFile: boolean;
}

/**
 * The format of a directory, or of a file that can be read by itself: an RDB, an append-only file, a log. Reads only.
 * Throws NOT_FOUND, or UNKNOWN_FORMAT with what there is instead.
 */
export async function recognise(path: string, fileSystem: LoneFiles): Promise<Recognised> {
  const stat = await fileSystem.stat(path);
  if (stat === null) throw new WalscopeError('NOT_FOUND', `${path} is not there: check the path.`);
  const isFile = !stat.isDirectory;
  const directory = isFile ? loneDirectory(path) : path;
  const format = await detectFormat(directory, fileSystem);
  if (format) return { format, directory, isFile };
  throw new WalscopeError('UNKNOWN_FORMAT', await (isFile ? whyNoFile : whyUnknown)(path, fileSystem));
}

/** How packed files begin, and what unpacks them. */
const packed: readonly { begins: string; by: string; unpack: string }[] = [
  { begins: '1f8b', by: 'gzip', unpack: 'gunzip -k' },
  { begins: '28b52ffd', by: 'Zstandard', unpack: 'unzstd' },
  { begins: 'fd377a58', by: 'xz', unpack: 'unxz -k' },
  { begins: '425a68', by: 'bzip2', unpack: 'bunzip2 -k' },
  { begins: '504b0304', by: 'zip', unpack: 'unzip' },
];

async function whyNoFile(path: string, fileSystem: FileSystem): Promise<string> {
  const handle = await fileSystem.open(path, 'read');
  try {
    const bytes = Buffer.alloc(4);
    const begin = bytes.toString('hex', 0, await handle.read(bytes, 0));
    const how = packed.find(({ begins }) => begin.startsWith(begins));
    return how
      ? `${path} is packed by ${how.by}: unpack it first, as by ${how.unpack} ${path}.`
      : `${path} is no file that can be read by itself: name the directory that it lies in.`;
  } finally {
    await handle.close();
  }
}

async function whyUnknown(directory: string, fileSystem: FileSystem): Promise<string> {
  const names = await fileSystem.list(directory);
  if (names.length === 0) return `${directory} is empty: create a store in it, or name another directory.`;
  const files: string[] = [];
  const folders: string[] = [];
  for (const name of names.slice(0, maxFilesTried)) {
    const path = `${directory}/${name}`;
    const stat = await fileSystem.stat(path).catch(() => null);
    if (stat === null) continue;
    const there = stat.isDirectory ? path : loneDirectory(path);
    if ((await detectFormatIfAny(there, fileSystem)) === null) continue;
    (stat.isDirectory ? folders : files).push(name);
  }
  // A directory within is what was meant, as where appenddirname says another name; files in it count with it.
  const found = folders.length > 0 ? folders : files;
  if (found.length === 0)
    return `${directory} holds no format that Walscope knows (${listed(names)}): name another directory.`;
  const [one, many] = found === folders ? ['directory', 'directories'] : ['file', 'files'];
  const which = `${plural(found.length, one, many)} that can be read: name one (${listed(found)}).`;
  return `${directory} is no data directory, but has ${which}`;
}

function listed(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return `${names.slice(0, 3).join(', ')}${more}`;
}
