import type { Binary } from '../../value.ts';
import { word } from '../arguments.ts';
import { type Call, command } from '../command.ts';
import { errors, fail } from '../errors.ts';
import { orderedFields } from '../fields.ts';
import { choose, randomCount } from '../random-choice.ts';
import { pairsReply, type Reply } from '../reply.ts';
import { hashAt } from './hash.ts';

function randomField(call: Call): Reply {
  const { args } = call;
  if (args.length > 4 || (args.length === 4 && word(args[3]) !== 'WITHVALUES')) fail(errors.syntax);
  const count = args.length > 2 ? randomCount(args[2] as Binary) : 1;
  const hash = hashAt(call);
  if (!hash) return args.length === 2 ? null : [];
  const { fields } = hash;
  const chosen = choose(orderedFields(fields).names, count);
  if (args.length === 2) return chosen[0] as Binary;
  if (args.length < 4) return chosen;
  return pairsReply(chosen.map((name): [Binary, Binary] => [name, fields.get(name)?.value as Binary]));
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
