import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';

/**
 * What the process did while a workload ran, besides its work: the longest stall of the event loop, pauses of the
 * garbage collector, bytes handed to the disk.
 */
export async function watchProcess() {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let gcPauses = 0;
  let gcLongestMs = 0;
  let gcTotalMs = 0;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      gcPauses++;
      gcTotalMs += entry.duration;
      gcLongestMs = Math.max(gcLongestMs, entry.duration);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  const writtenBefore = bytesWritten();
  delay.enable();
  // The histogram measures between two turns: without a first one a block right at the start would go unseen.
  await new Promise((resolve) => setTimeout(resolve, 10));
  return {
    /** The observer and the histogram report from the event loop: it has to turn once more before they are whole. */
    async stop() {
      await new Promise((resolve) => setTimeout(resolve, 5));
      delay.disable();
      observer.disconnect();
      const writtenAfter = bytesWritten();
      return {
        stallMs: delay.max / 1e6,
        gcPauses,
        gcLongestMs,
        gcTotalMs,
        writtenBytes: writtenBefore === null || writtenAfter === null ? null : writtenAfter - writtenBefore,
      };
    },
  };
}

/** Bytes this process caused to be written to a block device; null where the system does not tell. */
export function bytesWritten(pid = 'self') {
  try {
    return Number(/^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);
  } catch {
    return null;
  }
}

/** Memory of this process after garbage has been collected. `process` needs --expose-gc. */
export function settledMemory() {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, held: heapUsed + external };
}
