import { z } from 'zod';
import { damageKind, formatId, fsyncPolicy } from '../model.ts';
import { call, noParams, nothing, path } from './define.ts';

/** `seconds` and `changes`, as in Redis's `save 900 1`. */
export const savePoint = z.object({ seconds: z.number().int().min(1), changes: z.number().int().min(1) });
export type SavePoint = z.infer<typeof savePoint>;

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** For directories opened from now on. */
  fsync: fsyncPolicy,
  savePoints: z.array(savePoint).max(8),
  /** Compaction starts by itself when this share of the log is garbage; null = never. */
  garbageShare: z.number().min(0.05).max(0.95).nullable(),
  /** Columns of the Keys table that are shown, in order, with their widths in px. */
  keyColumns: z.array(z.object({ id: z.string(), width: z.number() })).max(24),
});
export type Settings = z.infer<typeof settings>;

export const recent = z.object({
  path: z.string(),
  format: formatId.nullable(),
  /** It was one file, and not a directory. */
  isFile: z.boolean().default(false),
  /** It is still there. */
  exists: z.boolean(),
  openedAt: z.number(),
  keys: z.number().nullable(),
  sizeBytes: z.number().nullable(),
  damage: damageKind.nullable(),
  /** The verdict's sentence when it was last open. */
  verdict: z.string().nullable(),
});
export type Recent = z.infer<typeof recent>;

export const example = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  format: formatId,
  damage: damageKind,
});
export type Example = z.infer<typeof example>;

/** What a dialog asks for; a new directory may be one that is there and empty. */
export const picked = z.enum(['directory', 'file', 'new-directory']);
export type Picked = z.infer<typeof picked>;

export const directoryEntry = z.object({
  name: z.string(),
  path: z.string(),
  /** The format its content shows, null when it is a plain directory. */
  format: formatId.nullable(),
  /** A file that can be read by itself. */
  isFile: z.boolean(),
});

export const appCalls = {
  'app.info': call(
    noParams,
    z.object({
      version: z.string(),
      host: z.enum(['electron', 'web']),
      platform: z.enum(['mac', 'windows', 'linux']),
      node: z.string(),
      electron: z.string().nullable(),
      home: z.string(),
      /** Directories to open at start, from the command line. */
      openAtStart: z.array(z.string()),
    }),
  ),
  'app.settings': call(noParams, settings),
  'app.changeSettings': call(settings.partial(), settings),
  'app.recents': call(noParams, z.array(recent)),
  'app.forgetRecent': call(z.object({ path }), z.array(recent)),
  'app.examples': call(noParams, z.array(example)),
  /** Copies the example into a directory of its own and says where. */
  'app.copyExample': call(z.object({ id: z.string() }), z.object({ path: z.string() })),
  /** The system's dialog for it; null when it was cancelled. The web host answers NOT_FOUND: use app.listDirectory. */
  'app.pick': call(
    z.object({ title: z.string().max(200), what: picked }),
    z.object({ path: z.string() }).nullable(),
  ),
  /**
   * Sub-directories of `path` (home when empty), then its files that can be read by themselves, for the picker and for
   * completing a typed path. At most 1,000.
   */
  'app.listDirectory': call(
    z.object({ path: z.string().max(4096) }),
    z.object({ path: z.string(), parent: z.string().nullable(), entries: z.array(directoryEntry) }),
  ),
  /** Shows a file in the system's file manager; on the web host NOT_FOUND. */
  'app.reveal': call(z.object({ path }), nothing),
};
