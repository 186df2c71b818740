import type { ReplicationPosition } from './replica-link.ts';

/** What the manifest of a followed copy says: which files count, and where in the server's history the log begins. */
export interface FollowedManifest {
  /** Number of base and log; it grows with each full copy. */
  number: number;
  /** The position of the base: that of the log's first byte. */
  start: ReplicationPosition;
}

export const manifestName = 'appendonly.aof.manifest';
export const baseName = (number: number): string => `appendonly.aof.${number}.base.rdb`;
export const logName = (number: number): string => `appendonly.aof.${number}.incr.aof`;

/** Redis passes over lines that begin with a hash: what is ours stands in one. */
const ours = /^# walscope-follow ([0-9a-zA-Z]{1,64}) (\d{1,16})$/m;

/** A manifest as Redis takes it. The position is bound to the files, since both appear by one rename. */
export function encodeFollowedManifest({ number, start }: FollowedManifest): string {
  return [
    `# walscope-follow ${start.id} ${start.offset}`,
    `file ${baseName(number)} seq ${number} type b`,
    `file ${logName(number)} seq ${number} type i`,
    '',
  ].join('\n');
}

/** null for a manifest that is not one of a followed copy. */
export function decodeFollowedManifest(text: string): FollowedManifest | null {
  const [, id, offset] = ours.exec(text) ?? [];
  const number = /^file \S+ seq (\d{1,9}) type i$/m.exec(text)?.[1];
  if (id === undefined || offset === undefined || number === undefined) return null;
  return { number: Number(number), start: { id, offset: Number(offset) } };
}
