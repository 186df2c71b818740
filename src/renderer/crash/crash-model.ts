import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { CrashPoint, CrashSession, Fault, Unsynced } from '../../shared/contract/crash.ts';
import type { Client } from '../../shared/contract/index.ts';
import { WalscopeError } from '../../shared/errors.ts';
import type { FsyncPolicy } from '../../shared/model.ts';
import { jobEnded } from '../stores/jobs.ts';

export const crashWays = ['kill', 'power', 'damage'] as const;
export type CrashWay = (typeof crashWays)[number];

export interface CrashFile {
  file: string;
  sizeBytes: number;
  what: string;
}

export interface CrashState {
  way: CrashWay;
  policy: FsyncPolicy;
  /** Null until they have been read. */
  files: readonly CrashFile[] | null;
  /** Why no writer can be killed here; null where one can, as far as is known. */
  killRefusal: string | null;
  /** Oldest first; null until they have been read. */
  sessions: readonly CrashSession[] | null;
  /** The session that the Recovery view shows. */
  current: string | null;
  error: unknown;
  /** A crash is under way. */
  pulling: boolean;
  /** The running process kill. */
  job: string | null;
  valueBytes: number;
  /** null = at a random moment. */
  killAfterMs: number | null;
  point: CrashPoint | null;
  unsynced: Unsynced;
  faults: readonly Fault[];
}

/** As many as one crash may have. */
export const maxFaults = 64;

/** What a person sets up to crash on one directory, and the crashes there have been. */
export class CrashModel {
  readonly source: string;
  readonly use: UseBoundStore<StoreApi<CrashState>>;
  readonly #client: Client;

  constructor(client: Client, source: string, policy: FsyncPolicy) {
    this.#client = client;
    this.source = source;
    this.use = create<CrashState>(() => ({
      way: 'power',
      policy,
      files: null,
      killRefusal: null,
      sessions: null,
      current: null,
      error: null,
      pulling: false,
      job: null,
      valueBytes: 256,
      killAfterMs: null,
      point: null,
      unsynced: 'torn',
      faults: [],
    }));
  }

  get state(): CrashState {
    return this.use.getState();
  }

  set(patch: Partial<CrashState>): void {
    this.use.setState(patch);
  }

  get currentSession(): CrashSession | null {
    const { sessions, current } = this.state;
    return sessions?.find((session) => session.session === current) ?? null;
  }

  async load(): Promise<void> {
    try {
      const { source } = this;
      const [files, killRefusal, sessions] = await Promise.all([
        this.#client.call('crash.files', { source }),
        this.#client.call('crash.killRefusal', { source }),
        this.#client.call('crash.sessions', { source }),
      ]);
      this.set({ files, killRefusal, sessions, error: null });
      if (killRefusal !== null && this.state.way === 'kill') this.set({ way: 'power' });
      if (this.currentSession === null) this.set({ current: sessions.at(-1)?.session ?? null });
    } catch (error) {
      this.set({ error });
    }
  }

  /** True when what has been set up can be done. */
  get ready(): boolean {
    const { way, pulling, point, faults, killRefusal } = this.state;
    const isSetUp = { kill: killRefusal === null, power: point !== null, damage: faults.length > 0 };
    return !pulling && isSetUp[way];
  }

  /** Does what has been set up, on a copy; the session to watch, or null when there is none. */
  async pull(): Promise<CrashSession | null> {
    if (!this.ready) return null;
    this.set({ pulling: true, error: null });
    try {
      const session = await this.#crash();
      if (session) this.#add(session);
      return session;
    } catch (error) {
      this.set({ error });
      return null;
    } finally {
      this.set({ pulling: false, job: null });
    }
  }

  async #crash(): Promise<CrashSession | null> {
    const { way, policy, point, unsynced, faults } = this.state;
    if (way === 'kill') return await this.#kill();
    if (way === 'damage') {
      return await this.#client.call('crash.damage', { source: this.source, faults: [...faults] });
    }
    if (!point) throw new WalscopeError('INVALID_ARGUMENT', 'Choose where the power goes.');
    return await this.#client.call('crash.powerLoss', { source: this.source, point, unsynced, policy });
  }

  /** Null when a person cancelled it: then nothing is left, and nothing has to be said. */
  async #kill(): Promise<CrashSession | null> {
    const { policy, valueBytes, killAfterMs } = this.state;
    const { job: id } = await this.#client.call('crash.processKill', {
      source: this.source,
      policy,
      valueBytes,
      killAfterMs,
    });
    this.set({ job: id });
    const job = await jobEnded(id);
    if (job.state === 'cancelled') return null;
    if (job.error) throw new WalscopeError('IO', job.error.message);
    const name = job.result?.kind === 'kill' ? job.result.session : null;
    const sessions = await this.#client.call('crash.sessions', { source: this.source });
    const session = sessions.find((candidate) => candidate.session === name);
    if (!session)
      throw new WalscopeError('NOT_FOUND', 'The crashed copy is not there any more: run it again.');
    return session;
  }

  #add(session: CrashSession): void {
    const others = (this.state.sessions ?? []).filter((other) => other.session !== session.session);
    this.set({ sessions: [...others, session], current: session.session });
  }

  /** Deletes a copy. */
  async discard(session: string): Promise<void> {
    try {
      await this.#client.call('crash.discard', { session });
      const sessions = (this.state.sessions ?? []).filter((other) => other.session !== session);
      const current =
        this.state.current === session ? (sessions.at(-1)?.session ?? null) : this.state.current;
      this.set({ sessions, current, error: null });
    } catch (error) {
      this.set({ error });
    }
  }

  addFault(fault: Fault): void {
    const { faults } = this.state;
    if (faults.length < maxFaults)
      this.set({ faults: [...faults.filter((other) => !sameFault(other, fault)), fault] });
  }

  /** Adds a flip, or takes it back: flipping twice is not flipping. */
  toggleFlip(flip: Extract<Fault, { kind: 'flip' }>): void {
    const { faults } = this.state;
    const without = faults.filter((other) => !sameFault(other, flip));
    if (without.length < faults.length) this.set({ faults: without });
    else this.addFault(flip);
  }

  removeFault(fault: Fault): void {
    this.set({ faults: this.state.faults.filter((other) => other !== fault) });
  }
}

export function sameFault(a: Fault, b: Fault): boolean {
  if (a.kind !== b.kind || a.file !== b.file) return false;
  if (a.kind === 'flip' && b.kind === 'flip') return a.offset === b.offset && a.bit === b.bit;
  if (a.kind === 'zero' && b.kind === 'zero') return a.offset === b.offset && a.length === b.length;
  return true;
}
