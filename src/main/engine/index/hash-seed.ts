import { crc32 } from '../format/crc32.ts';

/**
 * The seed of a store's hashes follows from its id, which is random and which nobody knows who only chooses keys. It is
 * the same in all processes that open the store, so that files can keep hashes; and in runs of the crash lab, which
 * choose the id and are to be alike. null: the log has no head that can be read, and nothing to be found.
 */
export const seedOf = (storeId: Uint8Array | null): number => (storeId === null ? 0 : crc32(storeId));
