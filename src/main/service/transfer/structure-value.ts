import { z } from 'zod';
import { tryText } from '../../../shared/bytes.ts';
import type { ValueType } from '../../../shared/codes.ts';
import { decodeBase64 } from './base64.ts';

type StructureType = Exclude<ValueType, 'string' | 'module'>;

const element = z.string().refine((text) => decodeBase64(text) !== null, 'not base64');

/** Lists and sets, hashes, sorted sets and streams, as an export shows them. */
export const structureValues: Record<StructureType, z.ZodType<unknown>> = {
  list: z.array(element),
  set: z.array(element),
  hash: z.record(element, element),
  zset: z.array(z.tuple([element, z.string()])),
  stream: z.array(z.tuple([z.string().regex(/^\d+-\d+$/), z.array(element)])),
};

const streamFacts = z.looseObject({
  lastId: z.string().regex(/^\d+-\d+$/),
  maxDeletedId: z.string().regex(/^\d+-\d+$/),
  entriesAdded: z.int().min(0),
  groups: z.array(z.looseObject({})),
});

/** Why the bytes are not what a structure of this type is stored as; null when they are. */
export function structureProblem(type: StructureType, bytes: Uint8Array): string | null {
  const stored = z.strictObject({
    value: structureValues[type],
    ...(type === 'hash' ? { fieldExpireAt: z.record(element, z.int().min(0)).optional() } : {}),
    ...(type === 'stream' ? { stream: streamFacts.optional() } : {}),
  });
  const result = stored.safeParse(jsonOf(bytes));
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
