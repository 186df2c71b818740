import { bytes, choice, fixed, megabyte, number, type Setting } from './setting.ts';

export const yesOrNo = (initial: 'yes' | 'no'): Setting => choice(initial, 'yes', 'no');

/**
 * Settings of Redis that tune what works in another way here. They are kept and told, and change nothing: clients,
 * tools and test suites set them and read them back.
 */
export const inertSettings: Readonly<Record<string, Setting>> = {
  'active-expire-effort': number(1, 1, 10),
  activedefrag: yesOrNo('no'),
  activerehashing: yesOrNo('yes'),
  'aof-load-truncated': yesOrNo('yes'),
  // Every write goes into the log, whatever it says.
  appendonly: yesOrNo('yes'),
  'aof-use-rdb-preamble': yesOrNo('yes'),
  'auto-aof-rewrite-min-size': bytes(64 * megabyte),
  'auto-aof-rewrite-percentage': number(100),
  'busy-reply-threshold': number(5000),
  'cluster-enabled': fixed('no'),
  'dynamic-hz': yesOrNo('yes'),
  hz: number(10, 1, 500),
  'lazyfree-lazy-eviction': yesOrNo('no'),
  'lazyfree-lazy-expire': yesOrNo('no'),
  'lazyfree-lazy-server-del': yesOrNo('no'),
  'lazyfree-lazy-user-del': yesOrNo('no'),
  'lazyfree-lazy-user-flush': yesOrNo('no'),
  'list-compress-depth': number(0),
  loglevel: choice('notice', 'debug', 'verbose', 'notice', 'warning'),
  'lua-time-limit': number(5000),
  'maxmemory-samples': number(5, 1),
  'no-appendfsync-on-rewrite': yesOrNo('no'),
  // Only this machine comes in without a password, whatever it says.
  'protected-mode': yesOrNo('yes'),
  rdbchecksum: yesOrNo('yes'),
  rdbcompression: yesOrNo('yes'),
  'repl-diskless-sync': yesOrNo('yes'),
  'repl-diskless-sync-delay': number(5),
  'repl-ping-replica-period': number(10, 1),
  'repl-timeout': number(60, 1),
  // Writes go on after a snapshot that has failed: the log has them all the same.
  'stop-writes-on-bgsave-error': yesOrNo('yes'),
  'tcp-backlog': fixed('511'),
  'tcp-keepalive': number(300),
};
