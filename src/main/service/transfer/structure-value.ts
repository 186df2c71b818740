import { z } from 'zod';
import { tryText } from '../../../shared/bytes.ts';
import type { ValueType } from '../../../shared/codes.ts';
import { areDistinct, element, plainFacts, streamEntries, streamFacts } from './stream-value.ts';

export type StructureType = Exclude<ValueType, 'string' | 'module'>;

/** As Redis prints scores. */
const score = z.string().regex(/^-?(?:inf|\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/, 'no score');

const values = {
  list: z.array(element),
  set: z.array(element).refine(areDistinct, 'an element stands there twice'),
  hash: z.record(element, element),
  zset: z
    .array(z.tuple([element, score]))
    .refine((members) => areDistinct(members.map(([member]) => member)), 'a member stands there twice'),
  stream: streamEntries,
} satisfies Record<StructureType, z.ZodType>;

const deadlines = z.record(element, z.int().min(0));

/** Lists and sets, hashes, sorted sets and streams, with all that an export shows of them and nothing that it does not. */
export const structures: Record<StructureType, z.ZodType<{ value: unknown }>> = {
  list: z.strictObject({ value: values.list }),
  set: z.strictObject({ value: values.set }),
  zset: z.strictObject({ value: values.zset }),
  hash: z
    .strictObject({ value: values.hash, fieldExpireAt: deadlines.optional() })
    .refine(
      ({ value, fieldExpireAt = {} }) =>
        Object.keys(fieldExpireAt).every((name) => Object.hasOwn(value, name)),
      {
        path: ['fieldExpireAt'],
        message: 'a deadline of a field that is not there',
      },
    ),
  stream: z
    .strictObject({ value: values.stream, stream: streamFacts.optional() })
    .transform(({ value, stream }) => ({ value, stream: stream ?? plainFacts(value) })),
};

/** Why the bytes are not what a structure of this type is stored as; null when they are. */
export function structureProblem(type: StructureType, bytes: Uint8Array): string | null {
  const result = structures[type].safeParse(jsonOf(bytes));
  if (result.success) return null;
  const issue = result.error.issues[0];
  return `${issue?.path.join('.') || 'the value'}: ${issue?.message ?? 'not what it should be'}`;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(tryText(bytes) ?? '');
  } catch {
    return undefined;
  }
}
