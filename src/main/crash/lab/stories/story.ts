import type { Scene } from '../scene.ts';

export interface Source {
  title: string;
  url: string;
  /** When it was published, YYYY-MM-DD or as much of it as is known. */
  date: string;
}

/** A loss of data that happened to a real system, and the same crash on Walscope. Plain data. */
export interface Story {
  id: string;
  title: string;
  system: string;
  year: number;
  /** What was affected, and where it was repaired. */
  versions: string;
  sources: readonly Source[];
  happened: string;
  /** What was on the disk before. */
  before: string;
  /** What the system's recovery made of it then. */
  recoveryThen: string;
  /** What Walscope does with the same. */
  walscopeNow: string;
  /** Why crash states cannot show it; null when they do. */
  cannotModel: string | null;
  /** The behaviour of then, in a small model; null when it cannot be modelled. */
  sceneThen: Scene | null;
  /** The same calls and the same fault with Walscope. */
  sceneNow: Scene | null;
}
