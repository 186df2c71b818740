import type { Store } from '../api.ts';
import type { LogWriter } from '../commit/log-writer.ts';
import type { PendingChange } from '../commit/pending-write.ts';
import { FrameBuilder } from '../format/frame-builder.ts';

/** The frame that these changes would be if they were appended now, and where it would go. Nothing is written. */
export function previewFrame(
  { segment, chain, nextSeq }: LogWriter,
  changes: readonly PendingChange[],
  times: { durableSeq: number; timeMs: number },
): ReturnType<Store['previewBatch']> {
  const builder = new FrameBuilder();
  builder.begin(nextSeq);
  const records = changes.map(({ op, key, value, expireAt, type }) => {
    const offset = builder.add({ op, key, value, expireAt, type, seqDelta: null });
    return { offset, length: builder.length - offset };
  });
  const { bytes } = builder.finish(times, chain, segment.header.salt);
  return { file: segment.name, offset: segment.end, bytes, firstSeq: nextSeq, records };
}
