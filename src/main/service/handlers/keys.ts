import { utf8 } from '../../../shared/bytes.ts';
import type { Handlers, Result } from '../../../shared/contract/index.ts';
import type { keysCalls } from '../../../shared/contract/keys.ts';
import { stateCode } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { newestOfStored } from '../../formats/log/stored-key.ts';
import type { TransferJobs } from '../jobs/transfer-jobs.ts';
import { KeyTree } from '../keys/key-tree.ts';
import type { ViewRegistry } from '../keys/view-registry.ts';
import type { Source, ValueFacts } from '../sources/source.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';
import { recordPage } from '../timeline/record-rows.ts';

export interface KeysHandlersOptions {
  sources: SourceRegistry;
  views: ViewRegistry;
  trees: KeyTrees;
  transfers: TransferJobs;
  fileSystem: FileSystem;
}

export function keysHandlers(options: KeysHandlersOptions): Pick<Handlers, keyof typeof keysCalls> {
  const { sources, views, trees, transfers } = options;
  return {
    'keys.openView': async ({ source, query }) => views.open(sources.get(source), query),
    'keys.closeView': async ({ source, view }) => {
      views.close(source, view);
      return null;
    },
    'keys.cancelView': async ({ source, view }) => views.get(source, view).cancel(),
    'keys.page': async ({ source, view, first, count }) => views.get(source, view).page(first, count),
    'keys.find': async ({ source, view, key }) => views.get(source, view).find(key),
    'keys.list': async ({ source, view, first, count }) => views.get(source, view).list(first, count),
    'keys.tree': async ({ source, prefix, separator, first, count }) => {
      const tree = await trees.of(sources.get(source));
      return tree.page(prefix, utf8(separator), first, count);
    },
    'keys.value': async ({ source, key, offset, length }) => {
      const facts = await sources.get(source).value(key, offset, length);
      return facts && keyValue(facts);
    },
    'keys.history': async ({ source, key, first, count }) =>
      historyPage(sources.get(source), options.fileSystem, key, first, count),
    'keys.export': async ({ source, keys, file, salvage }) => ({
      job: await transfers.exportKeys(sources.get(source), { keys, file, salvage }),
    }),
    'keys.exportText': async ({ source, keys }) => transfers.exportText(sources.get(source), keys),
    'keys.import': async ({ source, file }) => ({
      job: await transfers.importKeys(sources.get(source), file),
    }),
  };
}

function keyValue(facts: ValueFacts): NonNullable<Result<'keys.value'>> {
  return {
    key: facts.key,
    type: facts.type,
    state: facts.expired ? 'expired' : 'live',
    valueLength: facts.valueLength,
    bytes: facts.bytes,
    offset: facts.valueOffset,
    expireAt: facts.expireAt,
    seq: facts.seq,
    file: facts.file,
    recordOffset: facts.offset,
    recordLength: facts.recordLength,
    headerLength: facts.headerLength,
    versions: facts.versions,
    timeMs: facts.timeMs,
    crcStored: facts.crcStored,
    crcFound: facts.crcFound,
    durable: facts.durable,
    recordIndex: facts.recordIndex,
  };
}

/** Newest first, those behind damage too: a person looking at a key's past wants whatever is left of it. */
async function historyPage(
  source: Source,
  fileSystem: FileSystem,
  key: Uint8Array,
  first: number,
  count: number,
): Promise<Result<'keys.history'>> {
  const log = await source.log().whole;
  const indexes: number[] = [];
  let total = 0;
  for (let at = newestOfStored(log.table, key, true); at >= 0; at = log.table.previous(at)) {
    if (total >= first && indexes.length < count) indexes.push(at);
    total++;
  }
  const now = Date.now();
  const from = { log, reader: source.reader, fileSystem };
  const bytes = await recordPage(from, indexes, (index) => stateCode(log.table.state(index, now)));
  return { bytes, first, total };
}

/** The tree of each source, made anew when its keys are others. */
export class KeyTrees {
  readonly #trees = new Map<string, KeyTree>();

  async of(source: Source): Promise<KeyTree> {
    const keys = await source.keys();
    const known = this.#trees.get(source.id);
    if (known?.keys === keys) {
      keys.release();
      return known;
    }
    this.forget(source.id);
    const tree = new KeyTree(keys);
    this.#trees.set(source.id, tree);
    return tree;
  }

  forget(source: string): void {
    this.#trees.get(source)?.keys.release();
    this.#trees.delete(source);
  }
}
