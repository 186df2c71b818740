import { AbstractSnapshot } from 'abstract-level';
import type { View } from '../engine/api.ts';

/** An explicit snapshot: a view of the engine that lives until it is closed. */
export class LevelSnapshot extends AbstractSnapshot {
  readonly view: View;

  constructor(options: object, view: View) {
    // @ts-expect-error The constructor takes the options of `snapshot()`, which the package does not declare.
    super(options);
    this.view = view;
  }

  async _close(): Promise<void> {
    this.view.release();
  }
}
