import { countOnce, countUnion, merged, withElements } from '../../hyperloglog/sketch.ts';
import { type Binary, bytesOf } from '../../value.ts';
import { type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import type { Database } from '../database.ts';
import { keyEvents } from '../key-events.ts';
import { ok, type Reply } from '../reply.ts';
import { debugSketch } from './debug.ts';
import { selfTest } from './self-test.ts';
import { keepSketch, sketchAt } from './stored-sketch.ts';

const maxSparseBytes = ({ server }: Call): number => server.config.number('hll-sparse-max-bytes');

function add(call: Call): Reply {
  const { args, db } = call;
  const key = args[1] as Binary;
  const after = withElements(sketchAt(db, key), args.slice(2).map(bytesOf), maxSparseBytes(call));
  if (after === null) return 0;
  keepSketch(db, key, after);
  db.notify(keyEvents.string, 'pfadd', key);
  return 1;
}

/** Of one key, what has been counted is kept with it: that is a change, which replicas are told, and no event. */
function count({ args, db }: Call): Reply {
  const keys = args.slice(1);
  if (keys.length > 1) return countUnion(sketchesAt(db, keys));
  const key = keys[0] as Binary;
  const sketch = sketchAt(db, key);
  if (sketch === null) return 0;
  const { count, hasChanged } = countOnce(sketch);
  if (hasChanged && !db.isReadOnly) keepSketch(db, key, sketch);
  return count;
}

/** Of the keys that are there; each is only looked at when it is asked for. */
function* sketchesAt(db: Database, keys: readonly Binary[]): Generator<Buffer, void, void> {
  for (const key of keys) {
    const sketch = sketchAt(db, key);
    if (sketch !== null) yield sketch;
  }
}

/** Redis says that elements were added, which is what it comes to. */
function merge(call: Call): Reply {
  const { args, db } = call;
  const [, target, ...sources] = args as [Binary, Binary, ...Binary[]];
  const before = sketchAt(db, target);
  keepSketch(db, target, merged(before, sketchesAt(db, sources), maxSparseBytes(call)));
  db.notify(keyEvents.string, 'pfadd', target);
  return ok;
}

/** Without sources Redis finds no keys at all. */
const mergedKeys = (args: readonly Binary[]): number[] => (args.length > 2 ? [...args.keys()].slice(1) : []);

const one: KeyRange = [1, 1, 1];

export const hyperLogLogCommands: readonly CommandSpec[] = [
  command('pfadd', -2, 'write denyoom fast', one, '2.8.9', 'Adds elements to a HyperLogLog', add),
  command(
    'pfcount',
    -2,
    'readonly may_replicate',
    [1, -1, 1],
    '2.8.9',
    'About how many distinct elements were added',
    count,
  ),
  command('pfmerge', -2, 'write denyoom', [1, -1, 1], '2.8.9', 'Puts HyperLogLogs together', merge, {
    findKeys: mergedKeys,
  }),
  command(
    'pfdebug',
    3,
    'write denyoom admin',
    [2, 2, 1],
    '2.8.9',
    'How a HyperLogLog is laid out',
    debugSketch,
  ),
  command('pfselftest', 1, 'admin', null, '2.8.9', 'Tests HyperLogLogs', selfTest),
];
