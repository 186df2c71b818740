import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Loaded into the web host with --import: answers over IPC how long its event loop stood still since the last question. */
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.on('message', () => {
  process.send({ stallMs: delay.max / 1e6, rssBytes: process.memoryUsage().rss });
  delay.reset();
});
// Asking must not keep the host from ending.
process.channel?.unref();
