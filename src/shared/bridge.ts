import { z } from 'zod';
import { errorCodes, type PlainError } from './errors.ts';

/** What a call comes back as on either host: errors cross as data, since neither host carries a thrown one whole. */
export type Reply = { result: unknown } | { error: PlainError };

/** All that a host gives the renderer. The preload exposes exactly these two functions as `window.walscope`. */
export interface Bridge {
  call(name: string, params: unknown): Promise<Reply>;
  /** Returns the function that ends the subscription. */
  on(name: string, listener: (payload: unknown) => void): () => void;
}

export const plainError = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

/** The frames of the web host's WebSocket, each one message of wire.ts. */
export const callFrame = z.object({
  id: z.number().int().nonnegative(),
  name: z.string().max(64),
  params: z.unknown(),
});

export const replyFrame = z.union([
  z.object({ id: z.number(), error: plainError }),
  z.object({ id: z.number(), result: z.unknown() }),
]);
export const eventFrame = z.object({ event: z.string(), payload: z.unknown() });
export const serverFrame = z.union([eventFrame, replyFrame]);

/** The path of the WebSocket on the web host. */
export const socketPath = '/bridge';
/** What a frame may hold beside a call's bytes: its JSON and the lengths of its attachments. */
export const maxFrameOverheadBytes = 1024 * 1024;
/** Calls of one connection that may be under way at once. */
export const maxCallsInFlight = 256;
