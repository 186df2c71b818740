import { z } from 'zod';

/** A replay file is no larger. */
export const maxReplayBytes = 16 * 1024 * 1024;
export const replayText = z.string().max(maxReplayBytes);
