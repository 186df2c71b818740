import { z } from 'zod';
import { appCalls, settings } from './app.ts';
import { compareCalls } from './compare.ts';
import { crashCalls } from './crash.ts';
import { editsCalls } from './edits.ts';
import { job, jobsCalls } from './jobs.ts';
import { keysCalls, viewProgress } from './keys.ts';
import { labCalls } from './lab.ts';
import { repairCalls } from './repair.ts';
import { serverCalls, servingChanged } from './server.ts';
import { sourceCalls, sourceInfo, sourceStatus } from './source.ts';
import { survivalCalls, survivalMatrix } from './survival.ts';
import { sweepCalls, sweepSummary } from './sweep.ts';
import { timelineCalls, timelineSummary } from './timeline.ts';

/** Every call that crosses the bridge. To add one: its schema here, its handler in src/main/service. */
export const calls = {
  ...appCalls,
  ...sourceCalls,
  ...keysCalls,
  ...editsCalls,
  ...timelineCalls,
  ...jobsCalls,
  ...repairCalls,
  ...serverCalls,
  ...crashCalls,
  ...labCalls,
  ...sweepCalls,
  ...survivalCalls,
  ...compareCalls,
};
export type Calls = typeof calls;
export type CallName = keyof Calls;
/** As the caller writes them, before defaults are filled in. */
export type Params<N extends CallName> = z.input<Calls[N]['params']>;
export type ParsedParams<N extends CallName> = z.output<Calls[N]['params']>;
export type Result<N extends CallName> = z.output<Calls[N]['result']>;

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

/** Every event that main sends without being asked. */
export const events = {
  'source.status': sourceStatus,
  'source.changed': sourceInfo,
  'source.closed': z.object({ source: z.string() }),
  'keys.progress': viewProgress,
  'timeline.changed': timelineSummary,
  'job.changed': job,
  'server.changed': servingChanged,
  /** What a sweep of the crash lab has found so far. */
  'sweep.changed': sweepSummary,
  'survival.changed': survivalMatrix,
  'settings.changed': settings,
  /** A command chosen in the application menu, by its id in the renderer's registry. */
  'app.command': z.object({ command: z.string() }),
  /** A directory that the system asks to open (dropped on the icon, second instance). */
  'app.openPath': z.object({ path: z.string() }),
};
export type Events = typeof events;
export type EventName = keyof Events;
export type EventPayload<N extends EventName> = z.output<Events[N]>;

/** What the renderer holds: it cannot tell which host is behind it. */
export interface Client {
  call<N extends CallName>(name: N, params: Params<N>): Promise<Result<N>>;
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
}

/** What main holds: a handler for every call. */
export type Handlers = { [N in CallName]: (params: ParsedParams<N>) => Promise<Result<N>> };
export type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void;
