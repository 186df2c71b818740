import { opOf } from '../../shared/model.ts';
import { KeyText } from '../ui/key-text.tsx';

interface RecordKeyProps {
  /** opCode */
  op: number;
  bytes: Uint8Array;
  /** Of the whole key, of which `bytes` may be the beginning. */
  length: number;
}

/** The key of a record; some change none, and of others it cannot be told. */
export function RecordKey({ op, bytes, length }: RecordKeyProps) {
  if (opOf(op) === 'other') return <span className="dim">—</span>;
  if (opOf(op) === 'unknown' && length === 0) return <span className="dim">unreadable</span>;
  return <KeyText bytes={bytes} cutAt={length} />;
}
