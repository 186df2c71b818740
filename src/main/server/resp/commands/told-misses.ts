import type { ToldMisses } from '../keyspace/event-teller.ts';
import type { Command } from './command.ts';

/** They change keys, and read one first that need not be there. */
const readsFirst = new Set([
  'bitop',
  'copy',
  'georadius',
  'georadiusbymember',
  'geosearchstore',
  'getdel',
  'getex',
  'getset',
  'pfmerge',
  'sdiffstore',
  'set',
  'sinterstore',
  'sort',
  'sunionstore',
  'xack',
  'xautoclaim',
  'xclaim',
  'xreadgroup',
  'zdiffstore',
  'zinterstore',
  'zrangestore',
  'zunionstore',
]);
/** They look at keys from outside. */
const looksOnly = new Set(['object', 'memory']);

/** Whether a key that a command does not find is an event of its own, as it is where Redis reads it. */
export function toldMisses({ name, fullName, flags }: Command): ToldMisses {
  if (flags.has('readonly')) return looksOnly.has(fullName.split('|')[0] as string) ? 'none' : 'all';
  return readsFirst.has(name) ? 'values' : 'none';
}
