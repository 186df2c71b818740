import type { Format } from '../log/format.ts';
import { isBitcaskDirectory } from './detect.ts';
import { explainRecord } from './explain.ts';
import { bitcaskBesideUpTo, bitcaskFilesBeside } from './files-beside.ts';
import { readBitcask } from './read-log.ts';
import { bitcaskReadings } from './readings.ts';

/** The data files of Bitcask, as Riak keeps them. Only read. */
export const bitcaskFormat = {
  id: 'bitcask',
  title: 'Bitcask',
  detect: isBitcaskDirectory,
  read: readBitcask,
  explain: explainRecord,
  explainFrame: async () => null,
  explainFile: async () => null,
  filesBeside: bitcaskFilesBeside,
  besideUpTo: bitcaskBesideUpTo,
  readings: bitcaskReadings,
  cannotHold: () => 'Walscope does not write Bitcask directories',
} satisfies Format;
