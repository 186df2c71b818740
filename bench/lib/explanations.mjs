/**
 * Costs in µs are of profiles of a quiet machine (perf, the processor of docs/benchmark.md): what the run measures by
 * itself stands in its tables.
 */
const setCost =
  "of a set, the promise and the caller's code take 0.14 µs, the record's checksum 0.06, the look into an index of a million keys 0.2 to 0.35 (memory that is not in the processor's cache), the copy of a value that is not in the cache 0.2 to 0.4. What is left to gain lies in calls that carry several sets: `batch`.";
const groupCost = `The fsync is made inline while the disk is quick and is then a tenth of a set's cost: the processor is the limit; ${setCost}`;
const openCost =
  'closing leaves the index as the file INDEX, some 25 B a key. Opening reads it in large pieces, compares its checksums, and reads the log on from its moment; entries and slots are laid out when they are first looked at. What is left is reading those bytes into new memory, their CRC, and a few dozen calls of the file system.';
const recordCost =
  'of each record its head, a hash of its key, a copy of the key and an entry of 32 B; of each frame a checksum. In a profile of a million records no part stands out: checksums, heads, hashes, keys, entries, the hash table, the collector, which looks in when so much memory is taken, and the page faults of that memory.';
const longCost =
  'Of long values it is the bytes: each is read, goes into a checksum, and is written over itself and synced before the store opens, since nothing says that an fsync has proven it; the peers take what the system shows them.';
const coldCost =
  "A quarter of it is code that is not compiled yet: the same opening for the third time in the same process takes three quarters. A twentieth of the Python engine's time would be about 50 ns a record, which checksum and memory alone take.";
const replayCost = `one thread reads the log: ${recordCost} ${coldCost} It would need several threads, each of which begins with code that is not compiled either. ${longCost}`;
const tailCost = `the segment that was being written has no hint: nothing says that it is durable before it is closed, so it is read record by record, in a log of two segments half of all. The hint of the other one takes about a sixth of the time. Of what is read: ${recordCost} ${coldCost} ${longCost}`;
const getCost =
  'a get of a warm store meets memory that is not in the cache three times, 0.2 µs each: the slot of the hash table, the entry of the index, the record. Its checksum takes another 0.06, its copy as much.';
const respCost =
  "both read, look up and answer in place, redis-server in C. Here GET and SET make no object of their own either. In a profile of pipelined sets a sixth are system calls, a quarter is the index, whose entries are not in the processor's cache, a tenth are copies, nearly as much checksums, a fourteenth the look-up of the key; what is left, a quarter, is spread over the ways between Node's sockets and JavaScript. Of single commands, which read and write once each, system calls are two fifths and those ways more than a third, which redis-server does not have.";

/**
 * What stands in the way where a goal is missed, by goal id: what a profile of the workload shows. No figures here
 * that a run measures itself.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const explanations = {
  'durable-many/sqlite': `SQLite's figure is one fsync a set: on a disk that proves an append in 30 µs, 80 times as many leave a set less than half a microsecond. ${groupCost}`,
  'durable-many/lmdb': groupCost,
  'durable-many/classic-level': groupCost,
  'durable-one/guide':
    'the log is filled with zeros ahead, so that an fsync has no change of length to bring along and takes 20 µs where that of an append takes 30. What is left is that fsync, the write, the mark of what is durable, and about 5 µs of JavaScript.',
  'load/classic-level': setCost,
  'load/lmdb': setCost,
  'gets/lmdb': getCost,
  'gets/classic-level': getCost,
  'gets/guide': getCost,
  'scan/lmdb':
    "records lie in the order in which they were written and are scanned in the order of keys: a cold place in memory for each, and a checksum. LMDB's pages are in key order. Those of 64 keys are fetched together; in a profile of a warm scan that is still a fourth of the time, the checksum a seventh; what is left is spread over the columns of the index, the arrays of key and value, and the promise of each entry.",
  'open/redis': openCost,
  'open-crashed/redis': tailCost,
  'open-crashed/guide': tailCost,
  'open-without-hints/redis': replayCost,
  'open-without-hints/guide': replayCost,
  'compaction/classic-level':
    'all of the log is read and checked, live records are copied in one piece and get a checksum of their own, the new segment gets its SHA-256, a hint and its fsyncs; then the index is told where each record lies. LevelDB has merged a part of the garbage while it was written, which its figure leaves out.',
  'disk/classic-level':
    'beside the log lies INDEX, the index of the last clean close, some 25 B a key: it makes opening quick and may be deleted.',
  'rss/redis':
    "a Node process without any store takes some 55 MiB, the packed index of a million keys half as much again; redis-server's figure is all of its data, which for small stores is less than Node by itself.",
  growth:
    'at 10,000 keys the whole index lies in the processor’s cache; at a million and more the slot of the hash table, the entry and the key come from memory. Those of the sets in a group are fetched together, so that they wait for memory together; what is left of the wait, and the pages of the value, make the difference. The number of steps is the same.',
  stall:
    'the longest turns are the first after the index is frozen for a moment, when each piece of it that writers touch is copied once, and pauses of the garbage collector.',
  'durablePipelinedPerSecond/redis': respCost,
  'durablePerSecond/redis': respCost,
  'everysecPipelinedPerSecond/redis': respCost,
  'getPipelinedPerSecond/redis': respCost,
};
