import { z } from 'zod';
import { nobody } from '../../formats/redis/value.ts';
import { decodeBase64 } from './base64.ts';

/** What a stream is in an export, checked as Redis checks it when it loads one. */

const maxIdPart = 2n ** 64n - 1n;

export const element = z.string().refine((text) => decodeBase64(text) !== null, 'not base64');

/** `ms-seq`, each of 64 bits. */
const id = z
  .string()
  .regex(/^\d{1,20}-\d{1,20}$/)
  .refine((text) => text.split('-').every((part) => BigInt(part) <= maxIdPart), 'more than 64 bits');

/** ms since 1970; null = not known. */
const time = z.int().nullable();

export const streamEntries = z
  .array(z.tuple([id, z.array(element).refine(arePairs, 'names and values come in pairs')]))
  .refine((entries) => areRising(entries.map(([text]) => text)), 'ids have to rise');

const group = z
  .looseObject({
    name: element,
    lastDeliveredId: id,
    entriesRead: z.int().min(0).nullable(),
    consumers: z
      .array(z.looseObject({ name: element, pending: z.int().min(0).optional(), seenTime: time }))
      .refine((consumers) => areDistinct(consumers.map(({ name }) => name)), 'a consumer stands there twice'),
    pending: z
      .array(z.tuple([id, element, time, z.int().min(0)]))
      .refine((pending) => areRising(pending.map(([text]) => text)), 'ids have to rise'),
  })
  .refine(knowsItsConsumers, 'what is pending belongs to no consumer');

export const streamFacts = z.looseObject({
  lastId: id,
  maxDeletedId: id,
  entriesAdded: z.int().min(0),
  groups: z
    .array(group)
    .refine((groups) => areDistinct(groups.map(({ name }) => name)), 'a group stands there twice'),
});

/** Those of a stream of which nothing but its entries is known. */
export function plainFacts(entries: z.infer<typeof streamEntries>): z.infer<typeof streamFacts> {
  return {
    lastId: entries.at(-1)?.[0] ?? '0-0',
    maxDeletedId: '0-0',
    entriesAdded: entries.length,
    groups: [],
  };
}

export function areDistinct(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}

function arePairs(fields: readonly string[]): boolean {
  return fields.length > 0 && fields.length % 2 === 0;
}

function areRising(ids: readonly string[]): boolean {
  const numbers = ids.map((text) => {
    const [ms = '0', seq = '0'] = text.split('-');
    return (BigInt(ms) << 64n) | BigInt(seq);
  });
  return numbers.every((number, at) => at === 0 || number > (numbers[at - 1] as bigint));
}

function knowsItsConsumers({
  consumers,
  pending,
}: {
  consumers: readonly { name: string }[];
  pending: readonly (readonly [string, string, ...unknown[]])[];
}): boolean {
  const names = new Set([nobody, ...consumers.map(({ name }) => name)]);
  return pending.every(([, consumer]) => names.has(consumer));
}
