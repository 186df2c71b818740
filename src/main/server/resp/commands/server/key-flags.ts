import { word } from '../../../../formats/redis/commands/arguments.ts';
import type { Binary } from '../../../../formats/redis/value.ts';

/**
 * What a command does to its keys, in the words of Redis 7.0's key specifications: flags, and the commands that have
 * them. Behind a semicolon stand those of the keys after the first.
 */
const commandsByFlags: Readonly<Record<string, string>> = {
  RO: `exists hexists hlen hstrlen llen memory|usage object|encoding object|freq object|idletime object|refcount scard
    sismember strlen touch type watch xlen zcard`,
  'RO access': `bitcount bitfield_ro bitpos dump expiretime geodist geohash geopos georadius_ro georadiusbymember_ro
    geosearch get getbit getrange hget hgetall hkeys hmget hrandfield hscan
    hvals lcs lindex lpos lrange mget pexpiretime pttl sdiff sinter sintercard smembers smismember sort_ro srandmember
    sscan substr sunion ttl xinfo|consumers xinfo|groups xinfo|stream xpending xrange xread xreadgroup xrevrange zcount
    zdiff zinter zintercard zlexcount zmscore zrandmember zrange zrangebylex zrangebyscore zrank zrevrange
    zrevrangebylex zrevrangebyscore zrevrank zscan zscore zunion`,
  'RW update': `expire expireat geoadd hmset hset lset persist pexpire pexpireat setrange xack xadd xclaim xgroup|setid xsetid
    zadd`,
  'RW insert': `append hsetnx linsert lpush lpushx pfadd rpush rpushx sadd xgroup|create xgroup|createconsumer`,
  'RW delete': `hdel lrem ltrim srem xautoclaim xdel xgroup|delconsumer xgroup|destroy xtrim zrem zremrangebylex
    zremrangebyrank zremrangebyscore`,
  'RW access': 'pfcount pfdebug',
  'RW access insert; RO access': 'pfmerge',
  'RW access update': `decr decrby getex getset hincrby hincrbyfloat incr incrby incrbyfloat move setbit zincrby`,
  'RW access delete': `blmpop blpop brpop bzmpop bzpopmax bzpopmin getdel lmpop lpop rpop spop zmpop zpopmax zpopmin`,
  'OW update': 'mset psetex restore setex',
  'OW insert': 'msetnx setnx',
  'RM delete': 'del unlink',
  'RO access; OW update': 'copy georadius georadiusbymember sort',
  'OW update; RO access': `bitop geosearchstore sdiffstore sunionstore zdiffstore zinterstore zrangestore
    zunionstore`,
  'RW update; RO access': 'sinterstore',
  'RW access delete; OW update': 'rename',
  'RW access delete; OW insert': 'renamenx',
  'RW access delete; RW insert': 'blmove brpoplpush lmove rpoplpush smove',
};

/** By full name of a command. */
const flagsByCommand = new Map(
  Object.entries(commandsByFlags).flatMap(([flags, names]) =>
    names.split(/\s+/).map((name) => [name, flags]),
  ),
);

/** What they do follows from their arguments. */
const flagsByArguments: Readonly<Record<string, (args: readonly Binary[]) => string>> = {
  bitfield: (args) => (onlyReads(args) ? 'RO access' : 'RW access update'),
  set: (args) => (args.slice(3).some((arg) => word(arg) === 'GET') ? 'RW access update' : 'OW update'),
};

/** What a command, by its full name, does to one of its keys: the first one, or another. */
export function keyFlags(command: string, args: readonly Binary[], isFirst: boolean): string[] {
  const flags = flagsByArguments[command]?.(args) ?? flagsByCommand.get(command) ?? '';
  const [first = '', others = first] = flags.split('; ');
  return (isFirst ? first : others).split(' ').filter((flag) => flag !== '');
}

/** Of a BITFIELD: nothing but GETs, as far as it can be understood. */
function onlyReads(args: readonly Binary[]): boolean {
  for (let at = 2; at < args.length; ) {
    const name = word(args[at]);
    const length = name === 'GET' ? 3 : name === 'OVERFLOW' ? 2 : 0;
    if (length === 0 || at + length > args.length) return false;
    at += length;
  }
  return true;
}
