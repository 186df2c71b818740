import { setTimeout as delay } from 'node:timers/promises';
import type { KeyQuery, ViewProgress } from '../../../shared/contract/keys.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { maxOpenViews } from '../../../shared/limits.ts';
import type { Source } from '../sources/source.ts';
import { KeyView } from './key-view.ts';

/** A view that is full within this time comes whole with the first answer, in ms. */
const answerWithinMs = 60;

/** The open views of all sources. The one not used for longest makes room when there are too many. */
export class ViewRegistry {
  readonly #tell: (progress: ViewProgress) => void;
  /** In order of use, the latest last. */
  readonly #views = new Map<string, KeyView>();
  #next = 1;

  constructor(tell: (progress: ViewProgress) => void) {
    this.#tell = tell;
  }

  async open(source: Source, query: KeyQuery): Promise<ViewProgress> {
    const view = new KeyView(`view-${this.#next++}`, source, query, this.#tell);
    this.#views.set(view.id, view);
    this.#makeRoom();
    const filled = view.fill();
    try {
      await Promise.race([filled, delay(answerWithinMs, undefined, { ref: false })]);
    } catch (error) {
      this.close(source.id, view.id);
      throw error;
    }
    // A failure after the answer has no call to tell it to; the next page finds the view empty and not exact.
    filled.catch(() => undefined);
    return view.progress();
  }

  /** Throws NOT_FOUND when the view has been closed. */
  get(source: string, id: string): KeyView {
    const view = this.#views.get(id);
    if (view?.source.id !== source) {
      throw new WalscopeError('NOT_FOUND', `The view ${id} has been closed: open it again.`);
    }
    this.#views.delete(id);
    this.#views.set(id, view);
    return view;
  }

  close(source: string, id: string): void {
    const view = this.#views.get(id);
    if (view?.source.id !== source) return;
    this.#views.delete(id);
    view.close();
  }

  closeAll(source: string): void {
    for (const view of [...this.#views.values()]) if (view.source.id === source) this.close(source, view.id);
  }

  #makeRoom(): void {
    for (const [id, view] of this.#views) {
      if (this.#views.size <= maxOpenViews) return;
      this.close(view.source.id, id);
    }
  }
}
