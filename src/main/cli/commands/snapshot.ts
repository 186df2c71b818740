import type { Run } from '../command.ts';
import { maintain } from '../maintain.ts';

export const run: Run = (invocation, directory: string) =>
  maintain(invocation, directory, 'Snapshot', (store, options) => store.snapshot(options));
