import { z } from 'zod';
import { call, sourceId } from './define.ts';

/** A directory that is served to clients of Redis on this machine. At most a hundred of its clients are named. */
export const serving = z.object({
  address: z.string(),
  port: z.number(),
  commands: z.number(),
  /** Commands a second, of the last moment. */
  perSecond: z.number(),
  clientCount: z.number(),
  clients: z.array(
    z.object({
      id: z.number(),
      address: z.string(),
      name: z.string(),
      db: z.number(),
      lastCommand: z.string(),
      /** ms since 1970. */
      usedAtMs: z.number(),
    }),
  ),
  /** The last commands as MONITOR tells them, oldest first; at most two hundred. */
  tail: z.array(z.string()),
});
export type Serving = z.infer<typeof serving>;

/** `serving`: null = it is not served; `endedFor`: a sentence that says why not, unless someone has stopped it. */
export const servingChanged = z.object({
  source: sourceId,
  serving: serving.nullable(),
  endedFor: z.string().nullable(),
});

export const serverCalls = {
  /** 0 picks a free port. */
  'server.start': call(z.object({ source: sourceId, port: z.number().int().min(0).max(65_535) }), serving),
  'server.stop': call(z.object({ source: sourceId }), z.null()),
  'server.status': call(z.object({ source: sourceId }), serving.nullable()),
};
