import type { SavePoint } from '../api.ts';
import type { Maintenance } from './maintenance.ts';
import type { StoreState } from './store-state.ts';

/** Save points are looked at this often. */
const checkEveryMs = 1000;
/** After a failure nothing starts by itself for so long. */
const pauseAfterFailureMs = 60_000;

export interface MaintenanceSettings {
  savePoints: readonly SavePoint[];
  /** null = never. */
  garbageShare: number | null;
  /** Below this much garbage a compaction is not worth what it costs. */
  minGarbageBytes: number;
}

/** Starts snapshots at save points, and compactions when too much of the log is garbage. */
export class AutoMaintenance {
  readonly #state: StoreState;
  readonly #maintenance: Maintenance;
  #settings: MaintenanceSettings;
  #changes = 0;
  #lastSnapshotMs: number;
  #notBeforeMs = 0;
  #exactNotBeforeMs = 0;
  /** Since the last start: what was written then may be garbage already, with no write to come that would notice. */
  #writtenMeanwhile = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(state: StoreState, maintenance: Maintenance, settings: MaintenanceSettings) {
    this.#state = state;
    this.#maintenance = maintenance;
    this.#settings = settings;
    this.#lastSnapshotMs = performance.now();
    this.configure(settings);
  }

  get settings(): MaintenanceSettings {
    return this.#settings;
  }

  configure(settings: MaintenanceSettings): void {
    this.#settings = settings;
    this.stop();
    if (settings.savePoints.length === 0) return;
    this.#timer = setInterval(() => this.#check(), checkEveryMs);
    this.#timer.unref();
  }

  /** So many records have been written. */
  written(records: number): void {
    this.#changes += records;
    this.#writtenMeanwhile = true;
    this.#check();
  }

  /** A snapshot was taken: save points count from here. */
  snapshotTaken(): void {
    this.#changes = 0;
    this.#lastSnapshotMs = performance.now();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #check(): void {
    if (this.#maintenance.isMerging || performance.now() < this.#notBeforeMs) return;
    if (this.#savePointReached()) {
      this.snapshotTaken();
      this.#start(() => this.#maintenance.snapshot({}));
    } else if (this.#tooMuchGarbage()) this.#start(() => this.#maintenance.compact({}));
  }

  #savePointReached(): boolean {
    const seconds = (performance.now() - this.#lastSnapshotMs) / 1000;
    return this.#settings.savePoints.some(
      (point) => this.#changes >= point.changes && seconds >= point.seconds,
    );
  }

  #tooMuchGarbage(): boolean {
    const { garbageShare, minGarbageBytes } = this.#settings;
    if (garbageShare === null) return false;
    const { index, segments } = this.#state;
    const isTooMuch = ({ bytes, share }: { bytes: number; share: number }): boolean =>
      bytes >= minGarbageBytes && share >= garbageShare;
    if (!isTooMuch(segments.garbage(index)) || performance.now() < this.#exactNotBeforeMs) return false;
    // With patches there is less of it than that, which takes longer to find out.
    if (isTooMuch(this.#state.lastingGarbage())) return true;
    this.#exactNotBeforeMs = performance.now() + checkEveryMs;
    return false;
  }

  /** A failure that matters to writers has turned the store read-only by then; any other can be tried again later. */
  #start(work: () => Promise<unknown>): void {
    this.#writtenMeanwhile = false;
    work().then(
      () => {
        if (this.#writtenMeanwhile) this.#check();
      },
      () => {
        this.#notBeforeMs = performance.now() + pauseAfterFailureMs;
      },
    );
  }
}
