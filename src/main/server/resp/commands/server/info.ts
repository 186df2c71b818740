import { machine, release, type } from 'node:os';
import { type Reply, verbatim } from '../../../../formats/redis/commands/reply.ts';
import type { SnapshotKind } from '../../state/server-stats.ts';
import type { Call, CommandSpec } from '../command.ts';
import { redisVersion } from '../connection/connection.ts';
import {
  commandStatsSection,
  errorStatsSection,
  type Fields,
  latencyStatsSection,
  type Section,
} from './info-of-commands.ts';
import { memorySection } from './info-of-memory.ts';

const serverSection: Section = ({ server, nowMs }) => {
  const seconds = Math.floor((nowMs - server.stats.startedAtMs) / 1000);
  return [
    ['redis_version', redisVersion],
    ['redis_git_sha1', '00000000'],
    ['redis_git_dirty', 0],
    ['redis_build_id', '0'],
    ['redis_mode', 'standalone'],
    ['os', `${type()} ${release()} ${machine()}`],
    ['arch_bits', 64],
    ['process_id', process.pid],
    ['process_supervised', 'no'],
    ['run_id', server.stats.runId],
    ['tcp_port', server.port],
    ['server_time_usec', nowMs * 1000],
    ['uptime_in_seconds', seconds],
    ['uptime_in_days', Math.floor(seconds / 86_400)],
    ['hz', server.config.number('hz')],
    ['configured_hz', server.config.number('hz')],
    ['lru_clock', Math.floor(nowMs / 1000) & 0xffffff],
    ['executable', process.execPath],
    ['config_file', ''],
    ['io_threads_active', 0],
  ];
};

const clientsSection: Section = ({ server }) => [
  ['connected_clients', server.clients.size],
  ['cluster_connections', 0],
  ['maxclients', server.config.number('maxclients')],
  ['blocked_clients', server.blocking.count + server.pause.held.size],
  ['tracking_clients', server.tracking.count],
  ['clients_in_timeout_table', 0],
];

const persistenceSection: Section = ({ server, nowMs }) => {
  const { stats, store, keyspace } = server;
  const secondsUnderWay = (kind: SnapshotKind): number =>
    stats.underWay[kind] ? Math.floor((nowMs - stats.saveBeganAtMs) / 1000) : -1;
  const { sizeBytes, durability } = store.stats();
  return [
    ['loading', 0],
    ['async_loading', 0],
    ['rdb_changes_since_last_save', keyspace.changes - stats.changesAtLastSave],
    ['rdb_bgsave_in_progress', stats.underWay.save ? 1 : 0],
    ['rdb_last_save_time', stats.lastSaveAt],
    ['rdb_last_bgsave_status', stats.lastSaveFailed ? 'err' : 'ok'],
    ['rdb_last_bgsave_time_sec', stats.lastSaveSeconds],
    ['rdb_current_bgsave_time_sec', secondsUnderWay('save')],
    ['aof_enabled', 1],
    ['aof_rewrite_in_progress', stats.underWay.rewrite ? 1 : 0],
    ['aof_rewrite_scheduled', 0],
    ['aof_last_rewrite_time_sec', stats.lastSaveSeconds],
    ['aof_current_rewrite_time_sec', secondsUnderWay('rewrite')],
    ['aof_last_bgrewrite_status', stats.lastSaveFailed ? 'err' : 'ok'],
    ['aof_last_write_status', durability.failure === null ? 'ok' : 'err'],
    ['aof_current_size', sizeBytes],
    ['aof_pending_bio_fsync', durability.gapBytes > 0 ? 1 : 0],
  ];
};

const statsSection: Section = ({ server }) => {
  const { stats, pubSub, keyspace, tracking } = server;
  return [
    ['total_connections_received', stats.connections],
    ['total_commands_processed', stats.commands],
    ['instantaneous_ops_per_sec', Math.round(stats.rates.commands.perSecond)],
    ['total_net_input_bytes', stats.bytesRead],
    ['total_net_output_bytes', stats.bytesWritten],
    ['instantaneous_input_kbps', (stats.rates.bytesRead.perSecond / 1024).toFixed(2)],
    ['instantaneous_output_kbps', (stats.rates.bytesWritten.perSecond / 1024).toFixed(2)],
    ['rejected_connections', stats.rejectedConnections],
    ['expired_keys', keyspace.expiry.found],
    ['expired_stale_perc', '0.00'],
    ['evicted_keys', 0],
    ['evicted_clients', 0],
    ['keyspace_hits', stats.hits],
    ['keyspace_misses', stats.misses],
    ['pubsub_channels', pubSub.channels.size],
    ['pubsub_patterns', pubSub.patterns.size],
    ['pubsubshard_channels', pubSub.shardChannels.size],
    ['latest_fork_usec', 0],
    ['total_forks', 0],
    ['tracking_total_keys', tracking.totals.keys],
    ['tracking_total_items', tracking.totals.items],
    ['tracking_total_prefixes', tracking.totals.prefixes],
    ['unexpected_error_replies', 0],
    ['total_error_replies', stats.errors],
  ];
};

const replicationSection: Section = ({ server, nowMs }) => {
  const { replicas, id, offset, backlog } = server.replication;
  return [
    ['role', server.store.readOnly ? 'slave' : 'master'],
    ['connected_slaves', replicas.length],
    ...replicas.map((replica, index): readonly [string, string] => {
      const state = replica.isOnline ? 'online' : 'wait_bgsave';
      const lag = Math.max(0, Math.floor((nowMs - replica.acknowledgedAtMs) / 1000));
      const { address, facts, acknowledged } = replica;
      return [
        `slave${index}`,
        `ip=${address},port=${facts.port},state=${state},offset=${acknowledged},lag=${lag}`,
      ];
    }),
    ['master_failover_state', 'no-failover'],
    ['master_replid', id],
    ['master_replid2', '0'.repeat(id.length)],
    ['master_repl_offset', offset],
    ['second_repl_offset', -1],
    ['repl_backlog_active', backlog === null ? 0 : 1],
    ['repl_backlog_size', server.config.number('repl-backlog-size')],
    ['repl_backlog_first_byte_offset', backlog === null ? 0 : backlog.from + 1],
    ['repl_backlog_histlen', backlog?.bytes ?? 0],
  ];
};

const cpuSection: Section = () => {
  const { user, system } = process.cpuUsage();
  return [
    ['used_cpu_sys', (system / 1e6).toFixed(6)],
    ['used_cpu_user', (user / 1e6).toFixed(6)],
    ['used_cpu_sys_children', '0.000000'],
    ['used_cpu_user_children', '0.000000'],
  ];
};

const keyspaceSection: Section = ({ server }) =>
  server.keyspace.counts
    .all()
    .flatMap(
      ({ keys, expires }, db): Fields =>
        keys === 0 ? [] : [[`db${db}`, `keys=${keys},expires=${expires},avg_ttl=0`]],
    );

/** `isUsual`: told unless others are asked for. */
const sections: Readonly<Record<string, { section: Section; isUsual: boolean }>> = {
  Server: { section: serverSection, isUsual: true },
  Clients: { section: clientsSection, isUsual: true },
  Memory: { section: memorySection, isUsual: true },
  Persistence: { section: persistenceSection, isUsual: true },
  Stats: { section: statsSection, isUsual: true },
  Replication: { section: replicationSection, isUsual: true },
  CPU: { section: cpuSection, isUsual: true },
  Modules: { section: () => [], isUsual: true },
  Commandstats: { section: commandStatsSection, isUsual: false },
  Errorstats: { section: errorStatsSection, isUsual: true },
  Latencystats: { section: latencyStatsSection, isUsual: false },
  Cluster: { section: () => [['cluster_enabled', 0]], isUsual: true },
  Keyspace: { section: keyspaceSection, isUsual: true },
};

function info(call: Call): Reply {
  const wanted = call.args.slice(1).map((name) => name.toLowerCase());
  const isAll = wanted.includes('all') || wanted.includes('everything');
  const isUsual = wanted.length === 0 || wanted.includes('default');
  const chosen = Object.entries(sections).filter(
    ([name, { isUsual: usual }]) => isAll || wanted.includes(name.toLowerCase()) || (isUsual && usual),
  );
  const texts = chosen.map(([name, { section }]) => {
    const lines = section(call).map(([field, value]) => `${field}:${value}\r\n`);
    return `# ${name}\r\n${lines.join('')}`;
  });
  return verbatim(texts.join('\r\n'));
}

export const infoCommand: CommandSpec = {
  name: 'info',
  arity: -1,
  flags: 'loading stale',
  since: '1.0.0',
  summary: 'What there is to know of the server',
  categories: ['dangerous'],
  run: info,
};
