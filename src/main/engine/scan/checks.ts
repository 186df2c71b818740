/**
 * What a scan compares before it believes what it reads. All of it, always: only the crash lab leaves one out, to
 * show what it is there for.
 */
export const checks = [
  'frame-payload', // the checksum over a frame's records
  'frame-chain', // the value that binds a frame to all before it
  'frame-sequence', // that its records' numbers go on from those before
  'segment-end', // where a closed segment ended, and the chain value there
  'segment-seal', // the seal behind a closed segment's last frame
  'segment-link', // that a segment goes on from the end of the one before
] as const;

export type Check = (typeof checks)[number];
