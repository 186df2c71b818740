import { mkdtempSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type CallName,
  calls,
  type EventName,
  type EventPayload,
  events,
  type Params,
  type Result,
} from '../../../shared/contract/index.ts';
import { toPlainError } from '../../../shared/errors.ts';
import { dispatch } from '../dispatch.ts';
import type { ServiceHost } from '../host.ts';
import { createService } from '../service.ts';

/** A service with a data directory of its own; every result and event is held against the contract. */
export interface ServiceUnderTest {
  readonly directory: string;
  call<N extends CallName>(name: N, params: Params<N>): Promise<Result<N>>;
  /** The code and the message that the call is refused with. */
  refusal(name: string, params: unknown): Promise<{ code: string; message: string }>;
  seen<N extends EventName>(name: N): EventPayload<N>[];
  /** Waits for an event that `matches`, also one that has been. */
  event<N extends EventName>(
    name: N,
    matches: (payload: EventPayload<N>) => boolean,
  ): Promise<EventPayload<N>>;
  /** Waits for a job's end. */
  jobEnd(job: string): Promise<EventPayload<'job.changed'>>;
  /** A copy of a fixture's data file in a new directory. */
  fixture(name: string): Promise<string>;
  close(): Promise<void>;
}

export function serviceUnderTest(host: Partial<ServiceHost> = {}): ServiceUnderTest {
  const directory = mkdtempSync(join(tmpdir(), 'walscope-service-'));
  const seen: { name: EventName; payload: unknown }[] = [];
  const waiting = new Set<() => void>();
  const service = createService({
    kind: 'web',
    version: '0.0.0',
    electron: null,
    dataDirectory: join(directory, 'data'),
    openAtStart: [],
    emit: (name, payload) => {
      seen.push({ name, payload: events[name].parse(payload) });
      for (const check of [...waiting]) check();
    },
    ...host,
  });
  const seenOf = <N extends EventName>(name: N) =>
    seen.filter((event) => event.name === name).map((event) => event.payload as EventPayload<N>);

  const event: ServiceUnderTest['event'] = (name, matches) =>
    new Promise((found) => {
      const check = () => {
        const match = seenOf(name).find(matches);
        if (match === undefined) return;
        waiting.delete(check);
        found(match);
      };
      waiting.add(check);
      check();
    });

  return {
    directory,
    call: async (name, params) =>
      calls[name].result.parse(await dispatch(service.handlers, name, params)) as Result<typeof name>,
    refusal: async (name, params) => {
      const answer = await dispatch(service.handlers, name, params).then(
        (result) => `answered ${JSON.stringify(result)}`,
        (error: unknown) => error,
      );
      return toPlainError(answer);
    },
    seen: seenOf,
    event,
    jobEnd: (id) => event('job.changed', (job) => job.id === id && job.state !== 'running'),
    fixture: async (name) => {
      const copy = join(directory, name);
      await cp(resolve('fixtures', name, 'data.log'), join(copy, 'data.log'), { recursive: true });
      return copy;
    },
    close: async () => {
      await service.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
