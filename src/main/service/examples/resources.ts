import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file or directory of `resources`, which lies at the root of the sources and of the packaged app alike. */
export function resourcePath(...names: string[]): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  for (let level = 0; level < 6; level++) {
    const candidate = join(directory, 'resources', ...names);
    if (existsSync(candidate)) return unpacked(candidate);
    directory = dirname(directory);
  }
  throw new Error(`resources/${names.join('/')} is missing from this installation`);
}

/** A packaged app keeps resources beside its archive, since a directory within one cannot be copied. */
function unpacked(path: string): string {
  return path.replace(/\bapp\.asar(?=[\\/])/, 'app.asar.unpacked');
}
