import { isDense } from '../../hyperloglog/registers.ts';
import { readRegisters, toDense } from '../../hyperloglog/sketch.ts';
import { type Run, runsIn } from '../../hyperloglog/sparse.ts';
import type { Binary } from '../../value.ts';
import { word } from '../arguments.ts';
import type { Call } from '../command.ts';
import type { Database } from '../database.ts';
import { fail } from '../errors.ts';
import { type Reply, status } from '../reply.ts';
import { keepSketch, sketchAt } from './stored-sketch.ts';

/** What PFDEBUG tells about a HyperLogLog. Whoever asks for its registers makes it dense, as with Redis. */
export function debugSketch({ args, db }: Call): Reply {
  const [, action, key] = args as [Binary, Binary, Binary];
  const sketch = sketchAt(db, key) ?? fail('ERR The specified key does not exist');
  switch (word(action)) {
    case 'GETREG':
      return [...readRegisters(madeDense(db, key, sketch))];
    case 'TODENSE': {
      const wasDense = isDense(sketch);
      madeDense(db, key, sketch);
      return wasDense ? 0 : 1;
    }
    case 'DECODE':
      if (isDense(sketch)) fail('ERR HLL encoding is not sparse');
      return runTexts(sketch);
    case 'ENCODING':
      return status(isDense(sketch) ? 'dense' : 'sparse');
    default:
      return fail(`ERR Unknown PFDEBUG subcommand '${action}'`);
  }
}

function madeDense(db: Database, key: Binary, sketch: Buffer): Buffer {
  if (isDense(sketch)) return sketch;
  const wide = toDense(sketch);
  keepSketch(db, key, wide);
  return wide;
}

/** `z` and `Z` are registers that are not set, in a short and a long run; `v` those of a rank. */
function runTexts(sketch: Buffer): string {
  const text = ({ rank, count, length }: Run) =>
    rank > 0 ? `v:${rank},${count}` : `${length === 1 ? 'z' : 'Z'}:${count}`;
  return Array.from(runsIn(sketch), text).join(' ');
}
