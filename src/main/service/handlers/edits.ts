import { looseText } from '../../../shared/bytes.ts';
import type { Change, editsCalls } from '../../../shared/contract/edits.ts';
import type { Handlers } from '../../../shared/contract/index.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { maxCallBytes } from '../../../shared/limits.ts';
import type { Change as EngineChange } from '../../engine/api.ts';
import { writeFace } from '../sources/faces.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';
import { structureProblem } from '../transfer/structure-value.ts';

const maxPreviewBytes = 64 * 1024;

export function editsHandlers(options: { sources: SourceRegistry }): Pick<Handlers, keyof typeof editsCalls> {
  const { sources } = options;
  return {
    'edits.preview': async ({ source, changes }) => {
      const preview = writeFace(sources.get(source)).preview(engineChanges(changes));
      return {
        file: preview.file,
        offset: preview.offset,
        totalBytes: preview.bytes.length,
        bytes: preview.bytes.subarray(0, maxPreviewBytes),
        firstSeq: preview.firstSeq,
        records: preview.records,
      };
    },
    'edits.save': async ({ source, changes }) => writeFace(sources.get(source)).batch(engineChanges(changes)),
  };
}

/** Throws INVALID_ARGUMENT when a key is changed twice and TOO_LARGE when the batch is more than one call may carry. */
function engineChanges(changes: readonly Change[]): EngineChange[] {
  let bytes = 0;
  const keys = new Set<string>();
  return changes.map((change) => {
    bytes += change.key.length + (change.op === 'set' ? change.value.length : 0);
    if (bytes > maxCallBytes) {
      throw new WalscopeError('TOO_LARGE', 'The staged changes are over 16 MiB: save them in parts.');
    }
    const name = Buffer.from(change.key).toString('latin1');
    if (keys.has(name)) {
      throw new WalscopeError('INVALID_ARGUMENT', `${looseText(change.key)} is changed twice in one batch.`);
    }
    keys.add(name);
    const condition = change.ifSeq === undefined ? {} : { ifSeq: change.ifSeq };
    return change.op === 'delete'
      ? { op: 'delete', key: change.key, ...condition }
      : { op: 'set', ...typedValue(change), key: change.key, expireAt: change.expireAt, ...condition };
  });
}

/** Throws INVALID_ARGUMENT when the bytes are no structure of their type. */
function typedValue({
  key,
  type,
  value,
}: Extract<Change, { op: 'set' }>): Pick<Change & { op: 'set' }, 'type' | 'value'> {
  if (type === 'string' || type === 'module') return { type, value };
  const problem = structureProblem(type, value);
  if (problem === null) return { type, value };
  throw new WalscopeError('INVALID_ARGUMENT', `${looseText(key)} cannot be a ${type}: ${problem}.`);
}
