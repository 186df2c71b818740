import type { View } from '../../../engine/api.ts';
import type { ClientState } from '../clients/client-state.ts';
import { snapshotFor } from './snapshot.ts';
import type { ReplicationStream } from './stream.ts';

/** What a replica says of itself before it asks for anything. */
export interface ReplicaFacts {
  /** Where it can be asked itself; null = where it comes from. */
  address: string | null;
  port: number;
  /** It leaves once it has the snapshot. */
  wantsSnapshotOnly: boolean;
}

/** Where a replica begins that has nothing: the view is what the stream continues from `offset` on. */
export interface Beginning {
  view: View;
  offset: number;
  /** What it is told before. */
  head: string;
}

/** One server that keeps a copy of this one. Offsets in bytes of the stream. */
export class Replica {
  readonly client: ClientState;
  readonly facts: ReplicaFacts;
  /** What it gets next. */
  position: number;
  /** How much it has said to have. */
  acknowledged: number;
  acknowledgedAtMs = Date.now();
  /** It has its snapshot and gets the stream. */
  isOnline = false;
  readonly #stream: ReplicationStream;
  readonly #onOnline: () => void;
  readonly #ending = new AbortController();

  /** `onOnline`: what it acknowledges counts from now on, what it has acknowledged before too. */
  constructor(options: {
    client: ClientState;
    facts: ReplicaFacts;
    stream: ReplicationStream;
    position: number;
    onOnline: () => void;
  }) {
    const { client, facts, stream, position, onOnline } = options;
    this.client = client;
    this.facts = facts;
    this.position = position;
    this.#onOnline = onOnline;
    this.acknowledged = position;
    this.#stream = stream;
  }

  /** Where it can be asked itself, for those who look for replicas. */
  get address(): string {
    if (this.facts.address !== null) return this.facts.address;
    return this.client.address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  }

  /**
   * All that it gets, as it takes it: everything in the store first, where that is needed, and then the stream.
   * `begin` says where it begins, if that is not where it has been; null = nowhere.
   */
  async *content(begin: (() => Promise<Beginning> | null) | null): AsyncGenerator<Buffer> {
    const { signal } = this.#ending;
    if (begin !== null) {
      const beginning = await begin();
      if (beginning === null) return;
      const { view, offset, head } = beginning;
      this.position = offset;
      this.acknowledged = offset;
      try {
        yield Buffer.from(head);
        yield* snapshotFor(view, signal);
      } finally {
        view.release();
      }
    }
    if (this.facts.wantsSnapshotOnly) return;
    this.isOnline = true;
    this.#onOnline();
    while (!signal.aborted) {
      const bytes = this.#stream.read(this.position);
      if (bytes === null) return;
      this.position += bytes.length;
      if (bytes.length > 0) yield bytes;
      else await this.#stream.grown(signal);
    }
  }

  acknowledge(offset: number): void {
    this.acknowledged = Math.min(offset, this.#stream.end);
    this.acknowledgedAtMs = Date.now();
  }

  /** Nothing more is sent. */
  end(): void {
    this.#ending.abort();
  }
}
