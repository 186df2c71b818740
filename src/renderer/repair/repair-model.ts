import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Client } from '../../shared/contract/index.ts';
import type { RepairChanges, RepairChoice, RepairPlace } from '../../shared/contract/repair.ts';
import { toPlainError } from '../../shared/errors.ts';

export interface RepairState {
  /** Null until they have been read. */
  places: readonly RepairPlace[] | null;
  /** Of all that were found; `places` are at most a thousand. */
  total: number;
  /** One for each place. */
  choices: readonly RepairChoice[];
  selected: number;
  /** What the choices make of the keys; null while it is not known. */
  changes: RepairChanges | null;
  previewing: boolean;
  error: unknown;
}

/** What a person chooses about the damage of one directory, and what comes of it. */
export class RepairModel {
  readonly source: string;
  readonly use: UseBoundStore<StoreApi<RepairState>>;
  readonly #client: Client;
  /** Choices that were there before the last change, for undo; the newest last. */
  #before: (readonly RepairChoice[])[] = [];
  #preview = 0;

  constructor(client: Client, source: string) {
    this.#client = client;
    this.source = source;
    this.use = create<RepairState>(() => ({
      places: null,
      total: 0,
      choices: [],
      selected: 0,
      changes: null,
      previewing: false,
      error: null,
    }));
  }

  get state(): RepairState {
    return this.use.getState();
  }

  async load(): Promise<void> {
    if (this.state.places !== null) return;
    try {
      const { places, total } = await this.#client.call('repair.places', { source: this.source });
      this.use.setState({ places, total, choices: places.map(({ usual }) => usual), error: null });
      await this.preview();
    } catch (error) {
      this.use.setState({ error });
    }
  }

  select(selected: number): void {
    this.use.setState({ selected });
  }

  choose(place: number, choice: RepairChoice): void {
    this.#change(this.state.choices.map((each, at) => (at === place ? choice : each)));
  }

  /** The usual choice everywhere again. */
  reset(): void {
    this.#change((this.state.places ?? []).map(({ usual }) => usual));
  }

  get canUndo(): boolean {
    return this.#before.length > 0;
  }

  undo(): void {
    const choices = this.#before.pop();
    if (!choices) return;
    this.use.setState({ choices });
    void this.preview();
  }

  #change(choices: readonly RepairChoice[]): void {
    this.#before = [...this.#before.slice(1 - maxUndo), this.state.choices];
    this.use.setState({ choices });
    void this.preview();
  }

  /** Only the newest preview counts; main ends the one before it. */
  async preview(): Promise<void> {
    const own = ++this.#preview;
    this.use.setState({ previewing: true });
    try {
      const choices = [...this.state.choices];
      const changes = await this.#client.call('repair.preview', { source: this.source, choices });
      if (own === this.#preview) this.use.setState({ changes, previewing: false, error: null });
    } catch (error) {
      if (own !== this.#preview || toPlainError(error).code === 'CANCELLED') return;
      this.use.setState({ changes: null, previewing: false, error });
    }
  }
}

const maxUndo = 100;

/** The first place whose choice ends the log there; those behind it no longer matter. Null when none does. */
export function firstCut({ places, choices }: Pick<RepairState, 'places' | 'choices'>): number | null {
  const at = choices.findIndex((choice, place) => choice === 'cut' && places?.[place]?.choosable);
  return at < 0 ? null : at;
}
