import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { contenderIds, reference } from '../peers/index.mjs';

/**
 * @typedef {object} Options
 * @property {boolean} quick
 * @property {boolean} full
 * @property {boolean} write
 * @property {boolean} writeGrowth the growth up to 10 million keys is all there is: it goes into its own part of the page
 * @property {boolean} json
 * @property {number} rounds
 * @property {string[]} contenders
 * @property {string[]} shapes
 * @property {string[]} workloads empty = all
 * @property {string} directory where the contenders' data goes
 */

export const usage = `npm run bench [-- OPTIONS]
  --quick            smaller shapes, 2 rounds, under 2 minutes; nothing is written to docs/
  --full             the growth of a set's cost up to 10 million keys as well; with --workload growth that alone,
                     which goes into its own part of docs/benchmark.md
  --against PEER     one peer or several (repeat it): ${contenderIds.filter((id) => id !== reference).join(', ')}
  --shape SHAPE      small or large; both unless said
  --workload NAME    one workload or several; all unless said
  --rounds N         5 unless said, or quick
  --dir DIR          where the data goes: a disk, not a RAM disk; the system's temporary directory unless said
  --json             every figure of every round on standard output; the tables go to standard error
  --write            write docs/benchmark.md even from a quick or partial run
  --help`;

export class UsageError extends Error {}

/**
 * @param {string[]} argv
 * @returns {Options | null} null when help was asked for
 */
export function readOptions(argv) {
  const { values } = parse(argv);
  if (values.help) return null;
  const against = values.against ?? [];
  const shapes = values.shape ?? ['small', 'large'];
  requireKnown('peer', against, contenderIds);
  requireKnown('shape', shapes, ['small', 'large']);
  const quick = values.quick ?? false;
  const rounds = Number(values.rounds ?? (quick ? 2 : 5));
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100)
    throw new UsageError('--rounds takes 1 to 100');
  const partial = quick || against.length > 0 || values.shape !== undefined || values.workload !== undefined;
  const full = values.full ?? false;
  return {
    quick,
    full,
    write: values.write ?? !(partial || rounds < 5),
    writeGrowth: full && !quick && rounds >= 5 && values.workload?.join() === 'growth',
    json: values.json ?? false,
    rounds,
    contenders:
      against.length === 0 ? contenderIds : [reference, ...against.filter((id) => id !== reference)],
    shapes,
    workloads: values.workload ?? [],
    directory: values.dir ?? tmpdir(),
  };
}

/** @param {string[]} argv */
function parse(argv) {
  try {
    return parseArgs({
      args: argv,
      options: {
        quick: { type: 'boolean' },
        full: { type: 'boolean' },
        write: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
        against: { type: 'string', multiple: true },
        shape: { type: 'string', multiple: true },
        workload: { type: 'string', multiple: true },
        rounds: { type: 'string' },
        dir: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(/** @type {Error} */ (error).message);
  }
}

/**
 * @param {string} what
 * @param {string[]} given
 * @param {readonly string[]} known
 */
function requireKnown(what, given, known) {
  for (const id of given) {
    if (!known.includes(id))
      throw new UsageError(`there is no ${what} "${id}": take one of ${known.join(', ')}`);
  }
}
