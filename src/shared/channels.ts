/** The two IPC channels of Electron: calls from the page, events to it. */
export const callChannel = 'walscope:call';
export const eventChannel = 'walscope:event';
