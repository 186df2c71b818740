import type { RecoveryReport, Verdict } from '../api.ts';
import type { StoreIndex } from '../keys/store-index.ts';
import type { ScanResult } from '../scan/scan-result.ts';

/**
 * What a scan, or none where there was nothing yet, has made of the store. `startedMs`: when opening began, by
 * `performance.now()`.
 */
export function recoveryReport(
  scan: ScanResult | null,
  index: StoreIndex,
  nowMs: number,
  startedMs: number,
): RecoveryReport {
  const { verdict, lastSeq, durableSeq } = scan ?? { verdict: newStore(), lastSeq: 0, durableSeq: 0 };
  return {
    verdict,
    keys: index.count - index.expiredCount(nowMs),
    records: verdict.recordsRead,
    lastSeq,
    durableSeq: Math.min(durableSeq, lastSeq),
    ms: Math.round(performance.now() - startedMs),
  };
}

const newStore = (): Verdict => ({
  code: 'clean',
  sentence: 'A new store: nothing had been written yet.',
  damage: 'none',
  damaged: [],
  recordsRead: 0,
  recordsSalvageable: 0,
  recordsLost: 0,
});
