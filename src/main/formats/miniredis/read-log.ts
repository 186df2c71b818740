import { emptyBytes } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { ReadOptions } from '../log/format.ts';
import { type Line, readLines } from '../log/read-lines.ts';
import { logFile, snapshotFile, withFile } from './files.ts';
import { isSpace, skipSpace } from './json-members.ts';
import { MiniRedisLog } from './miniredis-log.ts';
import { findOperation, parseOperation } from './operation.ts';
import { readSnapshot } from './read-snapshot.ts';

const maxLineBytes = 256 * 1024 * 1024;
/** Between two reports of progress, in bytes. */
const reportEveryBytes = 1024 * 1024;

/** Reads the snapshot, then the log over it, as the engine does when it starts; past damage too. Only reads. */
export async function readMiniRedis(directory: string, options: ReadOptions): Promise<MiniRedisLog> {
  const log = new MiniRedisLog(directory);
  const { fileSystem } = options;
  const snapshot = await withFile(directory, snapshotFile, fileSystem, (handle, size) =>
    readSnapshot(log, handle, size),
  );
  const lines = await withFile(directory, logFile, fileSystem, async (handle, size) => {
    const file = log.addFile({ name: logFile, kind: 'log', size });
    let reported = 0;
    for await (const line of readLines(handle, size, { maxLineBytes, signal: options.signal })) {
      takeLine(log, file, line, size);
      if (line.offset - reported < reportEveryBytes) continue;
      reported = line.offset;
      options.onProgress?.(log.sizeBytes - size + reported, log.sizeBytes);
      options.onSlice?.(log);
    }
    return true;
  });
  if (snapshot === null && lines === null) {
    throw new WalscopeError(
      'NOT_FOUND',
      `${directory} holds neither ${snapshotFile} nor ${logFile} any more.`,
    );
  }
  options.onProgress?.(log.sizeBytes, log.sizeBytes);
  options.onSlice?.(log);
  return log;
}

function takeLine(log: MiniRedisLog, file: number, line: Line, size: number): void {
  const { bytes, offset } = line;
  if (bytes.every(isSpace)) return;
  const parsed = parseOperation(bytes);
  const trailing = parsed.operation ? skipSpace(bytes, parsed.end) : 0;
  if (parsed.operation && trailing >= bytes.length) {
    log.appendOperation(
      { file, offset, length: bytes.length + (line.ended ? 1 : 0) },
      bytes,
      parsed.operation,
    );
    if (!line.ended) {
      const reason = 'the last line has no newline: the next one would be joined to it';
      log.take('torn-tail', { file: logFile, offset: size, length: 0, reason });
    }
    return;
  }
  const reason = parsed.operation ? 'something else follows on the same line' : parsed.reason;
  const resume = findOperation(bytes);
  if (resume < 0) takeDamage(log, file, line, bytes.length + (line.ended ? 1 : 0), reason);
  else {
    takeDamage(
      log,
      file,
      { ...line, ended: true },
      resume,
      'it does not end, and the next line is joined to it',
    );
    takeLine(log, file, { ...line, offset: offset + resume, bytes: bytes.subarray(resume) }, size);
  }
}

/** A line without its newline is one that was being written; zeros are a file that grew before its data came. */
function takeDamage(log: MiniRedisLog, file: number, line: Line, length: number, reason: string): void {
  const torn = !line.ended;
  const zeros = torn && line.bytes.every((byte) => byte === 0);
  const why = zeros
    ? 'zeros: the file grew, but the data never arrived'
    : torn
      ? 'the line does not end'
      : reason;
  log.take(torn ? 'torn-tail' : 'corrupt', { file: logFile, offset: line.offset, length, reason: why });
  log.append({
    file,
    offset: line.offset,
    length,
    headerLength: 0,
    op: 'unknown',
    type: 'string',
    key: emptyBytes,
    valueOffset: line.offset,
    valueLength: length,
    expireAt: null,
    status: torn ? 'torn' : 'damaged',
  });
}
