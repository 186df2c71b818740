/** Everyone who takes part. The reference comes first: every figure is the reference's against a peer's. */

export const reference = 'walscope';

const modules = {
  walscope: './walscope.mjs',
  'classic-level': './classic-level.mjs',
  lmdb: './lmdb.mjs',
  sqlite: './sqlite.mjs',
  'json-lines': './json-lines.mjs',
  guide: './guide.mjs',
  redis: './redis.mjs',
};

export const contenderIds = Object.keys(modules);

/**
 * One open store of an embedded contender. `set` may return a promise that resolves when the promise of the mode
 * it was opened in holds, or nothing when it holds on return.
 *
 * @typedef {object} Handle
 * @property {(key: Buffer, value: Buffer) => Promise<unknown> | void} set
 * @property {(key: Buffer) => Uint8Array | null | undefined} get
 * @property {(visit: (key: Uint8Array, value: Uint8Array) => void) => Promise<void>} scan in key order
 * @property {() => Promise<unknown>} compact
 * @property {(write: () => Promise<unknown>) => Promise<void>} [unmeasured] runs writes that are not measured in a quicker way,
 *   where the store's own way of setting one key at a time would take minutes
 * @property {(() => Promise<unknown>)} [snapshot]
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Contender
 * @property {string} id
 * @property {string} title
 * @property {string} durable how a write is made durable before it is acknowledged
 * @property {string} relaxed what an acknowledged write means when the disk is not waited for
 * @property {string} reads which call reads
 * @property {() => Promise<string>} version
 * @property {() => Promise<string | null>} unavailable why it cannot take part here; null when it can
 * @property {(directory: string, mode: 'durable' | 'relaxed', options?: object) => Promise<Handle>} [open]
 * @property {(directory: string, policy: 'always' | 'everysec') => Promise<{port: number, stop: () => Promise<void>}>} [serve]
 *   over Redis's protocol on 127.0.0.1
 * @property {boolean} [blocking] its calls return when they are done, not a promise
 * @property {readonly string[]} [workloads] those it can do, where it cannot do all
 * @property {Record<string, string>} [environment] of its processes
 * @property {(workload: string, context: import('../workloads/index.mjs').Context) => Promise<Record<string, number | null>>} [run]
 *   of a contender that is a process of its own
 */

/**
 * @param {string} id
 * @returns {Promise<Contender>}
 */
export async function contender(id) {
  return (await import(modules[id])).default;
}
