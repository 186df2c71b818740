/** Every limit that both sides of the bridge must know. Bytes unless the name says otherwise. */
export const maxKeyBytes = 64 * 1024;
export const maxValueBytes = 512 * 1024 * 1024;
/** The last deadline, in ms since 1970: a record has 48 bits for it, which reach to the year 10889. */
export const maxExpireAt = 2 ** 48 - 1;
/** One atomic batch, as it stands in the log. */
export const maxBatchBytes = 1024 * 1024 * 1024;
/** What a segment may be told to grow to; only a single batch makes one larger. */
export const maxSegmentBytes = 2 * 1024 * 1024 * 1024;
export const maxStagedChanges = 10_000;
/** One call's bytes over the bridge; longer values are read in parts. */
export const maxCallBytes = 16 * 1024 * 1024;
/** What one batch of staged changes may hold: it crosses in one call, whose envelope and keys need room too. */
export const maxStagedBytes = maxCallBytes - 1024 * 1024;
/** How much of a value the inspector asks for at first. */
export const firstValueBytes = 64 * 1024;
export const maxOpenSources = 32;
export const maxOpenViews = 64;
export const maxRecents = 20;
