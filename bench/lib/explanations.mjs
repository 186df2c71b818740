const setCost =
  'the profile of a set is its promise and what the collector does for it, a checksum of the record, and a random look into the index of all keys; the disk is not waited for. What is left to gain lies in calls that carry several sets: `batch`.';
const groupCost = `While the disk proves one half of the callers' sets, the other half is encoded, so that the processor is the limit once an fsync is quicker than encoding a group: ${setCost}`;
const openCost =
  'opening puts every key into the index, and each costs a random look into memory. Hints save reading the log, not that; an index that is written as it lies in memory would.';
const replayCost = `${openCost} Where there is no hint, the checksum of every frame and the head of every record come on top.`;

/**
 * What stands in the way where a goal is missed, by goal id: what a profile of the workload shows. No figures here
 * that a run measures itself.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const explanations = {
  'durable-many/sqlite': `SQLite's figure is one fsync a set. The quicker an fsync is on the machine, the smaller the ratio that any group commit can reach. ${groupCost}`,
  'durable-many/lmdb': groupCost,
  'durable-many/classic-level': groupCost,
  'durable-one/guide':
    "both sides wait for the same fdatasync of an append, which is nearly all of either's time. A lone caller's is made inline on a quick disk; a segment zeroed ahead, which would spare the file system's journal, is not written.",
  'load/classic-level': setCost,
  'load/lmdb': setCost,
  'scan/lmdb':
    "records lie in the order in which they were written and are scanned in the order of keys: a cold place in memory for each, and a checksum. LMDB's pages are in key order.",
  'open/redis': openCost,
  'open-crashed/redis': replayCost,
  'open-crashed/guide': replayCost,
  'open-without-hints/redis': replayCost,
  'open-without-hints/guide': replayCost,
};
