import type { Binary } from '../../value.ts';
import { word } from '../arguments.ts';
import { type Call, command } from '../command.ts';
import { errors, fail } from '../errors.ts';
import { choose, randomCount } from '../random-choice.ts';
import { pairsReply, type Reply } from '../reply.ts';
import { hashAt } from './hash.ts';

function randomField(call: Call): Reply {
  const { args } = call;
  if (args.length > 4 || (args.length === 4 && word(args[3]) !== 'WITHVALUES')) fail(errors.syntax);
  const count = args.length > 2 ? randomCount(args[2] as Binary) : 1;
  const fields = Array.from(hashAt(call)?.fields ?? [], ([name, { value }]): [Binary, Binary] => [
    name,
    value,
  ]);
  if (args.length === 2) return choose(fields, 1)[0]?.[0] ?? null;
  const chosen = choose(fields, count);
  return args.length === 4 ? pairsReply(chosen) : chosen.map(([name]) => name);
}

export const randomFieldCommand = command(
  'hrandfield',
  -2,
  'readonly',
  [1, 1, 1],
  '6.2.0',
  'Fields by chance',
  randomField,
);
