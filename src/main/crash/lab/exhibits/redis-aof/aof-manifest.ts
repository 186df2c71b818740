import { looseText, utf8 } from '../../../../../shared/bytes.ts';
import { Refusal } from '../../subject.ts';

/** Which files make up the AOF: the base, then the increments in the order in which they were begun. */
export interface AofManifest {
  base: number;
  increments: readonly number[];
}

export const manifestName = 'appendonly.aof.manifest';
export const baseName = (seq: number): string => `appendonly.aof.${seq}.base.aof`;
export const incrementName = (seq: number): string => `appendonly.aof.${seq}.incr.aof`;

export function encodeManifest({ base, increments }: AofManifest): Uint8Array {
  const lines = [
    `file ${baseName(base)} seq ${base} type b`,
    ...increments.map((seq) => `file ${incrementName(seq)} seq ${seq} type i`),
  ];
  return utf8(`${lines.join('\n')}\n`);
}

/** Throws Refusal. */
export function decodeManifest(bytes: Uint8Array): AofManifest {
  const manifest: { base: number | null; increments: number[] } = { base: null, increments: [] };
  for (const line of looseText(bytes).split('\n')) {
    if (line === '') continue;
    const [, name, number, type] = /^file (\S+) seq (\d{1,9}) type ([bi])$/.exec(line) ?? [];
    const seq = Number(number);
    if (type === 'b' && name === baseName(seq) && manifest.base === null) manifest.base = seq;
    else if (type === 'i' && name === incrementName(seq)) manifest.increments.push(seq);
    else throw new Refusal('CORRUPT', `The manifest has a line that cannot be read: ${line.slice(0, 60)}`);
  }
  if (manifest.base === null) throw new Refusal('CORRUPT', 'The manifest names no base.');
  return { base: manifest.base, increments: manifest.increments };
}
