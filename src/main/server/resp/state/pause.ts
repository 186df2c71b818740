import type { ClientState } from '../clients/client-state.ts';
import type { Command } from '../commands/command.ts';

/** Who waits: those whose command could reach a replica, or everyone. */
export type PauseMode = 'write' | 'all';
/** Who asked for it: each has a pause of its own, and the one that holds more counts. */
type Purpose = 'client' | 'debug';

interface Wanted {
  mode: PauseMode;
  /** ms since 1970. */
  untilMs: number;
}

/** The longest that a timer of Node can wait. */
const maxTimerMs = 2 ** 31 - 1;

/** Holds commands back for a while, as CLIENT PAUSE asks for. Replicas are never held. */
export class Pause {
  /** null while nobody is held. */
  mode: PauseMode | null = null;
  /** Clients with a command that is held, in the order in which they came. */
  readonly held = new Set<ClientState>();
  readonly #wanted = new Map<Purpose, Wanted>();
  #timer: NodeJS.Timeout | null = null;
  readonly #onChange: () => void;

  /** `onChange`: the mode may be another one, and those who are held can try again. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** A pause for the same purpose becomes no shorter and no milder by another. */
  begin(purpose: Purpose, mode: PauseMode, untilMs: number): void {
    const before = this.#wanted.get(purpose);
    const strictest = before?.mode === 'all' ? 'all' : mode;
    this.#wanted.set(purpose, { mode: strictest, untilMs: Math.max(untilMs, before?.untilMs ?? 0) });
    this.#update();
  }

  end(purpose: Purpose): void {
    if (this.#wanted.delete(purpose)) this.#update();
  }

  /** Nobody is held any more, and nobody is told. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.mode = null;
  }

  /** Whether the command has to wait: one that writes, or that a transaction writes with. */
  holds(client: ClientState, command: Command): boolean {
    if (client.isReplica || this.mode === null) return false;
    if (this.mode === 'all' || mayReplicate(command)) return true;
    return (
      command.name === 'exec' &&
      client.queue !== null &&
      client.queue.some((each) => mayReplicate(each.command))
    );
  }

  hold(client: ClientState, args: readonly string[]): void {
    client.held = args;
    this.held.add(client);
  }

  /** What the client wanted to do is to be tried again. */
  release(client: ClientState): readonly string[] | null {
    const args = client.held;
    client.held = null;
    this.held.delete(client);
    return args;
  }

  #update(): void {
    const now = Date.now();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const [purpose, { untilMs }] of this.#wanted) if (untilMs <= now) this.#wanted.delete(purpose);
    const wanted = [...this.#wanted.values()];
    if (wanted.length === 0) this.mode = null;
    else {
      this.mode = wanted.some(({ mode }) => mode === 'all') ? 'all' : 'write';
      const nextMs = Math.min(...wanted.map(({ untilMs }) => untilMs));
      this.#timer = setTimeout(() => this.#update(), Math.min(nextMs - now, maxTimerMs));
    }
    this.#onChange();
  }
}

const mayReplicate = ({ isWrite, flags }: Command): boolean => isWrite || flags.has('may_replicate');
