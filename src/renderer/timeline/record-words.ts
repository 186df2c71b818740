import { opOf } from '../../shared/model.ts';
import type { RecordRow } from '../../shared/rows.ts';

/** Operations as the log calls them, short. */
const opWords = { set: 'set', delete: 'del', unknown: '?', other: '·' } as const;

/** A record's operation as its engine calls it: `rpush`. */
export const verbOf = (row: Pick<RecordRow, 'op' | 'verb'>): string => row.verb || opWords[opOf(row.op)];
