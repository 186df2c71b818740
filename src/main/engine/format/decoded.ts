/**
 * What came of decoding a file's fixed part. `damaged`: its bytes are not what was written. `unsupported`: they
 * are, but a later version of the format wrote them.
 */
export type Decoded<T> =
  | { status: 'ok'; value: T }
  | { status: 'damaged'; reason: string }
  | { status: 'unsupported'; version: number };

export const formatVersion = 1;

export const damaged = (reason: string): { status: 'damaged'; reason: string } => ({
  status: 'damaged',
  reason,
});
