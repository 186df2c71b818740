import { z } from 'zod';
import { damagedRange, formatId, valueType } from '../model.ts';
import { bytes, call, jobId, path, sourceId } from './define.ts';

/** What is to be done about one damaged place; `reading` counts from 0. */
export const repairChoice = z.union([
  z.literal('cut'),
  z.literal('skip'),
  z.object({ reading: z.number().int().min(0).max(63) }),
]);
export type RepairChoice = z.infer<typeof repairChoice>;

/** Other bytes in the place of damaged ones. Offset and length in bytes of the file as it is. */
export const repairReading = z.object({
  words: z.string(),
  /**
   * What speaks for it: a checksum holds with it · `engine` = the format's own engine reads it so, and passes over the
   * damage · `grammar` = it is what the format allows.
   */
  proof: z.enum(['checksum', 'engine', 'grammar']),
  offset: z.number(),
  remove: z.number(),
  insert: bytes,
});

export const repairPlace = damagedRange.extend({
  kind: z.enum(['torn', 'corrupt']),
  /** False for damage that stands at no place of the log, as a missing file: there is nothing to choose. */
  choosable: z.boolean(),
  /** Whole records up to the next damaged place. */
  wholeBehind: z.number(),
  readings: z.array(repairReading),
  usual: repairChoice,
});
export type RepairPlace = z.infer<typeof repairPlace>;

export const repairChanges = z.object({
  kept: z.number(),
  regained: z.number(),
  changed: z.number(),
  dropped: z.number(),
  /** The first thousand. */
  named: z.array(
    z.object({
      kind: z.enum(['regained', 'changed', 'dropped']),
      db: z.number(),
      key: bytes,
      type: valueType,
    }),
  ),
});
export type RepairChanges = z.infer<typeof repairChanges>;

const choices = z.array(repairChoice).max(1000);

export const repairCalls = {
  /** The damaged places of a directory, at most a thousand; `total` counts all that were found. */
  'repair.places': call(
    z.object({ source: sourceId }),
    z.object({ places: z.array(repairPlace), total: z.number() }),
  ),
  /** What a repair with these choices, one for each place, would make of the keys. A newer preview ends an older one. */
  'repair.preview': call(z.object({ source: sourceId, choices }), repairChanges),
  /** Writes a new directory and a report beside it. The damaged one is only read. */
  'repair.start': call(
    z.object({ source: sourceId, choices, to: formatId, target: path }),
    z.object({ job: jobId }),
  ),
};
