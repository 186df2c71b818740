import { z } from 'zod';

/** One call of the bridge: what goes in and what comes out, both validated at the boundary they cross. */
export interface Call<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  params: P;
  result: R;
}

export function call<P extends z.ZodType, R extends z.ZodType>(params: P, result: R): Call<P, R> {
  return { params, result };
}

/** Over any buffer: what Node reads and what a file system returns are both fine. */
export const bytes: z.ZodType<Uint8Array, Uint8Array> = z.instanceof(Uint8Array);
/** A page of rows (see row-page.ts), and where in the whole it lies. */
export const page = z.object({ bytes, first: z.number(), total: z.number() });
export const nothing = z.null();
export const noParams = z.object({});
export const sourceId = z.string().min(1).max(64);
export const viewId = z.string().min(1).max(64);
export const jobId = z.string().min(1).max(64);
export const sessionId = z.string().min(1).max(64);
export const path = z.string().min(1).max(4096);
export const index = z.number().int().nonnegative();
export const count = z.number().int().min(1).max(4096);
