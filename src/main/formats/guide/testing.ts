import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toBase64, utf8 } from '../../../shared/bytes.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { liveKeys } from '../log/live-keys.ts';
import type { Log } from '../log/log.ts';
import { guideFormat } from './guide-format.ts';
import { encodeRecord } from './record.ts';

/** [key, value]; a value of null is a delete. */
export type Step = readonly [string | Uint8Array, string | Uint8Array | null];

const bytesOf = (content: string | Uint8Array) => (typeof content === 'string' ? utf8(content) : content);

export function logOf(...steps: Step[]): Buffer {
  return Buffer.concat(
    steps.map(([key, value]) => encodeRecord(bytesOf(key), value === null ? null : bytesOf(value))),
  );
}

/** Puts `content` into the directory as its data.log and reads it. */
export async function readBytes(directory: string, content: Uint8Array): Promise<Log> {
  await writeFile(join(directory, 'data.log'), content);
  return guideFormat.read(directory, { fileSystem: nodeFileSystem });
}

/** Base64 of key → base64 of value. */
export async function contentOf(log: Log, salvage = false): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for await (const { key, value } of liveKeys(log, nodeFileSystem, { salvage })) {
    content[toBase64(key)] = toBase64(value);
  }
  return content;
}
