import { type FrameHeader, frameHeaderLength } from '../format/frame.ts';

/** Why a frame could not be read. */
export type FrameProblem =
  | 'short' // fewer bytes than a header has
  | 'header' // marker or checksum of the header do not match
  | 'unfinished' // the payload ends after the file does
  | 'payload' // the payload does not match its checksum
  | 'order'; // whole, but not what follows on from the frame before

/** What stands where a frame should, and is none or not the one that should. */
export interface BrokenFrame {
  at: number;
  problem: FrameProblem;
  /** null when it cannot be read. */
  header: FrameHeader | null;
}

/** Where its header says that it ends. */
export const endByHeader = ({ at }: BrokenFrame, header: FrameHeader): number =>
  at + frameHeaderLength + header.payloadLength;

/** What it is, in words. */
export function what(problem: FrameProblem): string {
  switch (problem) {
    case 'short':
    case 'unfinished':
      return 'a frame does not end';
    case 'header':
      return 'the checksum of a frame header does not match';
    case 'payload':
      return 'the checksum of a frame does not match';
    case 'order':
      return 'a frame does not follow on from the one before';
  }
}
