import { totalmem } from 'node:os';
import { humanBytes } from './human-bytes.ts';
import type { Fields, Section } from './info-of-commands.ts';
import { memoryFacts } from './memory-facts.ts';

/** A number of bytes, and the same for people, as Redis tells some of them. */
const bytes = (name: string, count: number): Fields => [
  [name, count],
  [`${name}_human`, humanBytes(count)],
];
const percent = (part: number, whole: number): string =>
  `${(whole === 0 ? 0 : (part / whole) * 100).toFixed(2)}%`;

export const memorySection: Section = ({ server }) => {
  const { rss, used, peak, atStart, values, backlog } = memoryFacts(server);
  return [
    ...bytes('used_memory', used),
    ...bytes('used_memory_rss', rss),
    ...bytes('used_memory_peak', peak),
    ['used_memory_peak_perc', percent(used, peak)],
    ['used_memory_overhead', used - values],
    ['used_memory_startup', atStart],
    ['used_memory_dataset', values],
    ['used_memory_dataset_perc', percent(values, used - atStart)],
    ...bytes('total_system_memory', totalmem()),
    ...bytes('used_memory_lua', 0),
    ['number_of_cached_scripts', 0],
    ...bytes('maxmemory', server.config.number('maxmemory')),
    ['maxmemory_policy', 'noeviction'],
    ['mem_fragmentation_ratio', (rss / used).toFixed(2)],
    ['mem_fragmentation_bytes', rss - used],
    ['mem_not_counted_for_evict', 0],
    ['mem_replication_backlog', backlog],
    ['mem_allocator', 'v8'],
    ['active_defrag_running', 0],
    ['lazyfree_pending_objects', 0],
    ['lazyfreed_objects', 0],
  ];
};
