import { z } from 'zod';
import { fromBase64 } from '../../../shared/bytes.ts';
import { escapedText } from '../../ui/key-format.ts';

/** A group as the JSON of a stream has it (docs/formats.md, Structures); names are base64. */
const storedGroup = z.object({
  name: z.base64(),
  lastDeliveredId: z.string(),
  entriesRead: z.number().nullable(),
  consumers: z.array(z.object({ name: z.base64() })),
  /** Entry, consumer, delivered at, deliveries. */
  pending: z.array(z.tuple([z.string(), z.base64()]).rest(z.unknown())),
});

export interface StreamGroup {
  name: string;
  lastDelivered: string;
  /** null = Redis itself does not know it. */
  read: number | null;
  pending: number;
  consumers: { name: string; pending: number }[];
}

/** The groups of a stream for a reader; null where they are not such as a stream has. */
export function readGroups(stored: readonly unknown[]): StreamGroup[] | null {
  const parsed = z.array(storedGroup).safeParse(stored);
  return parsed.success ? parsed.data.map(groupOf) : null;
}

function groupOf({
  name,
  lastDeliveredId,
  entriesRead,
  consumers,
  pending,
}: z.infer<typeof storedGroup>): StreamGroup {
  const held = new Map<string, number>();
  for (const [, consumer] of pending) held.set(consumer, (held.get(consumer) ?? 0) + 1);
  return {
    name: textOf(name),
    lastDelivered: lastDeliveredId,
    read: entriesRead,
    pending: pending.length,
    consumers: consumers.map((each) => ({ name: textOf(each.name), pending: held.get(each.name) ?? 0 })),
  };
}

const textOf = (base64: string): string => escapedText(fromBase64(base64) ?? new Uint8Array());
