import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Client } from '../../shared/contract/index.ts';
import type { TimelineSummary } from '../../shared/contract/timeline.ts';
import { type RecordState, recordStates } from '../../shared/model.ts';
import { type RecordRow, recordRows } from '../../shared/rows.ts';
import { RowPages } from './row-pages.ts';
import {
  clampWindow,
  followGrowth,
  newestRecords,
  panWindow,
  type StripWindow,
  wholeLog,
  windowWith,
  zoomWindow,
} from './strip-window.ts';

export interface TimelineState {
  summary: TimelineSummary | null;
  /** Why the log cannot be read. */
  error: unknown;
  window: StripWindow;
  /** Index of the chosen record. */
  selected: number | null;
  /** States that the list shows. */
  shown: ReadonlySet<RecordState>;
  /** The window stays at the end while writes arrive. */
  follow: boolean;
  durabilityLine: boolean;
  newestFirst: boolean;
}

const allStates: ReadonlySet<RecordState> = new Set(recordStates);
/** A window of no more records than this shows each of them. */
const nearRecords = 250;
const emptyWindow: StripWindow = { first: 0, last: 0 };

/**
 * The timeline of one open directory, shared by the view and by the strip below the keys: where both stand, what is
 * chosen, and the records that have been read.
 */
export class TimelineModel {
  readonly source: string;
  readonly use: UseBoundStore<StoreApi<TimelineState>>;
  /** All records, for the strip and for walking. */
  readonly records: RowPages<RecordRow>;
  readonly #client: Client;
  #filtered: { key: string; pages: RowPages<RecordRow> } | null = null;
  #opening = false;

  constructor(client: Client, source: string) {
    this.#client = client;
    this.source = source;
    this.records = this.#pages(undefined);
    this.use = create<TimelineState>(() => ({
      summary: null,
      error: null,
      window: emptyWindow,
      selected: null,
      shown: allStates,
      follow: true,
      durabilityLine: true,
      newestFirst: true,
    }));
  }

  get state(): TimelineState {
    return this.use.getState();
  }

  get total(): number {
    return this.state.summary?.records ?? 0;
  }

  /** The format says what an fsync has proven; without that no record is drawn as if it were in doubt. */
  get knowsDurability(): boolean {
    return this.state.summary?.durableRecords != null;
  }

  /** Several records may share one write. */
  get framed(): boolean {
    const { summary } = this.state;
    return summary !== null && summary.frames < summary.records;
  }

  /** Starts reading the log; harmless when it is being read. */
  async open(): Promise<void> {
    if (this.#opening || (this.state.summary !== null && this.state.error === null)) return;
    this.#opening = true;
    try {
      this.receive(await this.#client.call('timeline.open', { source: this.source }));
      this.use.setState({ error: null });
    } catch (error) {
      this.use.setState({ error });
    } finally {
      this.#opening = false;
    }
  }

  async cancelReading(): Promise<void> {
    this.receive(await this.#client.call('timeline.cancel', { source: this.source }));
  }

  receive(summary: TimelineSummary): void {
    const { summary: before, window, follow } = this.state;
    if (before && summary.generation < before.generation) return;
    const grown = before?.records ?? 0;
    const next =
      follow || grown === 0
        ? followGrowth(window, grown, summary.records)
        : clampWindow(window, summary.records);
    // Where segments were compacted, the same number is another record.
    const isSameLog = before?.files.every((file, at) => file.name === summary.files[at]?.name) ?? true;
    this.use.setState({ summary, window: next, ...(isSameLog ? {} : { selected: null }) });
    this.records.stale(summary.records);
    this.#filtered?.pages.stale();
  }

  /** Rows of the list: all records, or those in the states that are shown. */
  listPages(): RowPages<RecordRow> {
    const { shown } = this.state;
    if (shown.size === recordStates.length) return this.records;
    const states = recordStates.filter((state) => shown.has(state));
    const key = states.join();
    if (this.#filtered?.key !== key) this.#filtered = { key, pages: this.#pages(states) };
    return this.#filtered.pages;
  }

  #pages(states: RecordState[] | undefined): RowPages<RecordRow> {
    const load = (first: number, count: number) =>
      this.#client.call('timeline.records', {
        source: this.source,
        first,
        count,
        ...(states === undefined ? {} : { states }),
      });
    return new RowPages(load, recordRows.decode);
  }

  /** A click on a state's chip: alone of all it hides the others, then each one adds or takes away its own. */
  toggleState(state: RecordState): void {
    const { shown } = this.state;
    if (shown.size === recordStates.length) {
      this.use.setState({ shown: new Set([state]) });
      return;
    }
    const next = new Set(shown);
    if (!next.delete(state)) next.add(state);
    this.use.setState({ shown: next.size === 0 ? allStates : next });
  }

  showAllStates(): void {
    this.use.setState({ shown: allStates });
  }

  select(index: number | null, reveal = true): void {
    if (index === null) {
      this.use.setState({ selected: null });
      return;
    }
    const window = reveal ? windowWith(this.state.window, index, this.total) : this.state.window;
    this.use.setState({
      selected: index,
      window,
      follow: this.state.follow && window.last >= this.total,
    });
  }

  zoom(factor: number, at = 0.5): void {
    this.#look(zoomWindow(this.state.window, factor, at, this.total));
  }

  /** Zooms about the chosen record when it is in sight. */
  zoomAtSelection(factor: number): void {
    const { window, selected } = this.state;
    const at = selected === null ? 1 : (selected + 0.5 - window.first) / (window.last - window.first);
    this.zoom(factor, at >= 0 && at <= 1 ? at : 0.5);
  }

  pan(records: number): void {
    this.#look(panWindow(this.state.window, records, this.total));
  }

  fit(): void {
    this.#look(wholeLog(this.total));
  }

  /** Shows the same width of log around a record. */
  centreOn(index: number): void {
    const { window } = this.state;
    this.pan(index - (window.first + window.last) / 2);
  }

  /** Shows a record near enough to be drawn as one, in the middle if it was not in sight that way. */
  showNear(index: number): void {
    const { window } = this.state;
    const near = window.last - window.first <= nearRecords ? window : newestRecords(this.total);
    this.#look(windowWith(near, index, this.total));
  }

  #look(window: StripWindow): void {
    this.use.setState({ window, follow: this.state.follow && window.last >= this.total });
  }

  setFollow(follow: boolean): void {
    const { window } = this.state;
    this.use.setState({
      follow,
      window: follow ? panWindow(window, this.total, this.total) : window,
    });
  }

  toggleDurabilityLine(): void {
    this.use.setState({ durabilityLine: !this.state.durabilityLine });
  }

  toggleOrder(): void {
    this.use.setState({ newestFirst: !this.state.newestFirst });
  }
}
