/** What a saved crash replay is called at its end; the command line's are plain JSON. */
export const replayExtension = '.walscope-replay';

/** Whether a file calls itself a crash replay. */
export const isReplayName = (name: string): boolean => /\.(walscope-replay|json)$/i.test(name);
