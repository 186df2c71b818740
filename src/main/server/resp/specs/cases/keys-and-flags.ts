/** Commands with keys, as COMMAND GETKEYSANDFLAGS is asked about them: each of this server, and the errors. */
const asked = `
    append k v
    bitcount k
    bitfield k
    bitfield k GET u8 0
    bitfield k GET u8 0 OVERFLOW SAT
    bitfield k GET u8 0 OVERFLOW
    bitfield k GET u8
    bitfield k GET u8 0 INCRBY u8 0 1
    bitfield k SET u8 0 1
    bitfield k SET u8
    bitfield_ro k GET u8 0
    bitop AND out a b
    bitop AND out
    bitpos k 1
    blmove a b LEFT LEFT 0
    blmpop 0 2 a b LEFT
    blpop a b 0
    brpop a b 0
    brpoplpush a b 0
    bzmpop 0 2 a b MIN
    bzpopmax a b 0
    bzpopmin a b 0
    copy a b DB 1
    decr k
    decrby k 1
    del a b c
    dump k
    exists a b
    expire k 1
    expireat k 1
    expiretime k
    geoadd k 1 1 a
    geodist k a b
    geohash k a b
    geopos k a b
    georadius k 1 1 1 m
    georadius k 1 1 1 m STORE out
    georadius k 1 1 1 m storedist far STORE out
    georadius k 1 1 1 m STORE out STORE other STOREDIST
    georadius_ro k 1 1 1 m
    georadiusbymember k a 1 m
    georadiusbymember k a 1 m STORE out STOREDIST far
    georadiusbymember k a 1 STORE out
    georadiusbymember_ro k a 1 m
    geosearch k FROMMEMBER a BYRADIUS 1 m
    geosearchstore out k FROMMEMBER a BYRADIUS 1 m
    get k
    getbit k 1
    getdel k
    getex k
    getrange k 0 1
    getset k v
    hdel k a b
    hexists k f
    hget k f
    hgetall k
    hincrby k f 1
    hincrbyfloat k f 1
    hkeys k
    hlen k
    hmget k a b
    hmset k a b
    hrandfield k
    hscan k 0
    hset k a b
    hsetnx k a b
    hstrlen k f
    hvals k
    incr k
    incrby k 1
    incrbyfloat k 1
    lcs a b
    lindex k 0
    linsert k BEFORE a b
    llen k
    lmove a b LEFT LEFT
    lmpop 2 a b LEFT
    lmpop 3 a b
    lpop k
    lpos k v
    lpush k v
    lpushx k v
    lrange k 0 1
    lrem k 1 v
    lset k 0 v
    ltrim k 0 1
    memory usage k
    mget a b
    move k 1
    mset a 1 b 2
    msetnx a 1 b 2
    object encoding k
    object freq k
    object idletime k
    object refcount k
    persist k
    pexpire k 1
    pexpireat k 1
    pexpiretime k
    pfadd k a b
    pfcount a b
    pfdebug getreg k
    pfmerge out a b
    pfmerge out
    pfselftest
    psetex k 1 v
    pttl k
    rename a b
    renamenx a b
    restore k 0 v
    rpop k
    rpoplpush a b
    rpush k v
    rpushx k v
    sadd k v
    scard k
    sdiff a b
    sdiffstore out a b
    set k v
    set k v GET
    set k v EX 10 get
    set k GET
    set get v
    setbit k 0 1
    setex k 1 v
    setnx k v
    setrange k 0 v
    sinter a b
    sintercard 2 a b
    sinterstore out a b
    sismember k v
    smembers k
    smismember k a b
    smove a b v
    sort k
    sort k BY w STORE out
    sort_ro k
    spop k
    srandmember k
    srem k v
    sscan k 0
    strlen k
    substr k 0 1
    sunion a b
    sunionstore out a b
    touch a b
    ttl k
    type k
    unlink a b
    watch a b
    xack k g 1-1
    xadd k * a b
    xautoclaim k g c 0 0
    xclaim k g c 0 1-1
    xdel k 1-1
    xgroup create k g 0
    xgroup createconsumer k g c
    xgroup delconsumer k g c
    xgroup destroy k g
    xgroup setid k g 0
    xinfo consumers k g
    xinfo groups k
    xinfo stream k
    xlen k
    xpending k g
    xrange k - +
    xread STREAMS a b 0 0
    xread COUNT 1 a b
    xreadgroup GROUP g c STREAMS a b 0 0
    xrevrange k + -
    xsetid k 1-1
    xtrim k MAXLEN 1
    zadd k 1 a
    zcard k
    zcount k 0 1
    zdiff 2 a b
    zdiffstore out 2 a b
    zincrby k 1 a
    zinter 2 a b
    zintercard 2 a b
    zinterstore out 2 a b
    zlexcount k - +
    zmpop 2 a b MIN
    zmscore k a
    zpopmax k
    zpopmin k
    zrandmember k
    zrange k 0 1
    zrangebylex k - +
    zrangebyscore k 0 1
    zrangestore out k 0 1
    zrank k a
    zrem k a
    zremrangebylex k - +
    zremrangebyrank k 0 1
    zremrangebyscore k 0 1
    zrevrange k 0 1
    zrevrangebylex k + -
    zrevrangebyscore k 1 0
    zrevrank k a
    zscan k 0
    zscore k a
    zunion 2 a b
    zunionstore out 2 a b WEIGHTS 1 2
    ping x
    spublish channel message
    nothing k
    object
    get
    get a b`;

export const keysAndFlagsCases = {
  'keys and flags': asked.replaceAll(/^ {4}/gm, 'COMMAND GETKEYSANDFLAGS '),
};
