import type { FunctionLibrary } from '../../log/live-key.ts';
import type { ScoreStyle } from '../score-text.ts';
import type { Binary } from '../value.ts';

/** What an RDB says of itself and of its writer. */
export interface RdbInfo {
  version: number;
  valkey: boolean;
  /** Such as `7.0.15`; null before 3.2. */
  writer: string | null;
  /** Offset behind its end, checksum included. */
  end: number;
  /** `none`: before version 5 there is none; `off`: it was switched off when the file was written. */
  checksum: 'holds' | 'fails' | 'none' | 'off' | 'unread';
  libraries: FunctionLibrary[];
  /** Names of fields that hashes of the file refer to by number. */
  templates: Map<number, readonly Binary[]>;
}

/** Redis prints scores with as few digits as it takes since 7.2, and so has Valkey done from its beginning. */
export function scoreStyleOf({ valkey, writer }: Pick<RdbInfo, 'valkey' | 'writer'>): ScoreStyle {
  const [major = 0, minor = 0] = (writer ?? '').split('.').map(Number);
  return valkey || major > 7 || (major === 7 && minor >= 2) ? 'shortest' : 'digits-17';
}

/** A library begins with a line such as `#!lua name=mylib`. */
export function libraryOf(code: Uint8Array): FunctionLibrary {
  const head = Buffer.from(code.subarray(0, 512)).toString('latin1').split('\n')[0] ?? '';
  const [engine = '', ...options] = head.replace(/^#!/, '').trim().split(/\s+/);
  const name = options.find((option) => option.startsWith('name='))?.slice('name='.length) ?? '';
  return { name, engine: engine.toUpperCase(), code };
}
