import { WalscopeError } from '../../../shared/errors.ts';
import type { MaintenanceFace, Source, WriteFace } from './source.ts';

/** The side of a source that writes; READ_ONLY with the reason where there is none. */
export function writeFace(source: Source): WriteFace {
  const { readOnly } = source.status();
  if (readOnly || !source.write) throw readOnlyError(source);
  return source.write;
}

/** Snapshot and compaction; READ_ONLY where nothing may be written, WRONG_FORMAT where there is no such thing. */
export function maintenanceFace(source: Source): MaintenanceFace {
  if (source.status().readOnly) throw readOnlyError(source);
  if (!source.maintenance) {
    throw new WalscopeError(
      'WRONG_FORMAT',
      `${source.path} is of a format without snapshots and compaction.`,
    );
  }
  return source.maintenance;
}

function readOnlyError(source: Source): WalscopeError {
  const reason = source.status().readOnlyReason ?? 'It was opened so.';
  return new WalscopeError('READ_ONLY', `${source.path} is read-only. ${reason}`);
}
