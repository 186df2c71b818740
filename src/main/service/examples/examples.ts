import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Example } from '../../../shared/contract/app.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { resourcePath } from './resources.ts';
import { writeShop } from './shop.ts';

/** How an example comes to lie in an empty directory. */
type Fill = (directory: string) => Promise<void>;

interface Entry {
  example: Example;
  fill: Fill;
}

/** The bundled directories to learn from. Each copy is a directory of its own, to be changed and broken at will. */
export class Examples {
  readonly #directory: string;
  readonly #entries: readonly Entry[];

  /** Copies are made in `examples` below the data directory. */
  constructor(dataDirectory: string, entries: readonly Entry[] = bundledExamples) {
    this.#directory = join(dataDirectory, 'examples');
    this.#entries = entries;
  }

  list(): Example[] {
    return this.#entries.map((entry) => entry.example);
  }

  /** Returns the path of a new copy. Throws NOT_FOUND when there is no such example. */
  async copy(id: string): Promise<string> {
    const entry = this.#entries.find((candidate) => candidate.example.id === id);
    if (!entry) throw new WalscopeError('NOT_FOUND', `There is no example “${id}”.`);
    await mkdir(this.#directory, { recursive: true });
    const path = await this.#newDirectory(id);
    try {
      await entry.fill(path);
    } catch (error) {
      await rm(path, { recursive: true, force: true });
      throw error;
    }
    return path;
  }

  /** `shop`, `shop-2`, `shop-3` …: an earlier copy may be open or hold somebody's edits. */
  async #newDirectory(id: string): Promise<string> {
    for (let number = 1; ; number++) {
      const path = join(this.#directory, number === 1 ? id : `${id}-${number}`);
      try {
        await mkdir(path);
        return path;
      } catch (error) {
        if ((error as { code?: string }).code !== 'EEXIST' || number >= 1000) throw error;
      }
    }
  }
}

const copied =
  (id: string): Fill =>
  (directory) =>
    cp(resourcePath('examples', id), directory, { recursive: true });

const bundledExamples: readonly Entry[] = [
  {
    example: {
      id: 'shop',
      title: 'A small shop',
      description:
        'About 2,000 keys of users, orders, carts and sessions, written over two hours: overwrites, deletes, deadlines and a snapshot.',
      format: 'walscope',
      damage: 'none',
    },
    fill: writeShop,
  },
  {
    example: {
      id: 'guide-session',
      title: 'A first session',
      description: 'Four records of one small log: two keys, one of them overwritten, one deleted.',
      format: 'guide',
      damage: 'none',
    },
    fill: copied('guide-session'),
  },
  {
    example: {
      id: 'guide-torn',
      title: 'A torn tail',
      description: 'The same log after a crash in the middle of a write: the last record does not end.',
      format: 'guide',
      damage: 'torn-tail',
    },
    fill: copied('guide-torn'),
  },
  {
    example: {
      id: 'guide-flipped',
      title: 'One bit flipped',
      description: 'A bit changed in the middle of a log. What follows is whole, and can be saved.',
      format: 'guide',
      damage: 'corrupt',
    },
    fill: copied('guide-flipped'),
  },
];
