import { cpus, release, totalmem, type } from 'node:os';
import { fileSystemName } from './disk.mjs';

/**
 * What the figures were measured on.
 *
 * @param {string} directory where the data was
 */
export function describeMachine(directory) {
  const processors = cpus();
  return {
    processor: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    system: `${type()} ${release()} (${process.arch})`,
    fileSystem: fileSystemName(directory),
    node: process.version,
  };
}
