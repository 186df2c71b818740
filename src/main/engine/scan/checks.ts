/**
 * What a scan compares before it believes what it reads. All of it, always: only the crash lab leaves one out, to
 * show what it is there for.
 */
export const checks = [
  'frame-payload', // the checksum over a frame's records
  'frame-chain', // the value that binds a frame to all before it
  'segment-end', // where a closed segment ended, and the chain value there
  'segment-link', // that a segment goes on from the end of the one before
] as const;

export type Check = (typeof checks)[number];
