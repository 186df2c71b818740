export interface ToldCase {
  /** Before the replica comes. */
  before?: string[];
  /** `1> ` before one that another client makes, which does not wait for its answer. */
  requests: string[];
  told: string[];
}

/** What replicas are told of requests; `*` stands for a number that nobody can know. */
export const toldCases: Readonly<Record<string, ToldCase>> = {
  'what changes something, in its own words': {
    requests: ['set a 1', 'INCR a', 'APPEND a x', 'mset b 1 c 2', 'RENAME b d', 'COPY c e', 'DEL d c'],
    told: ['set a 1', 'INCR a', 'APPEND a x', 'mset b 1 c 2', 'RENAME b d', 'COPY c e', 'DEL d c'],
  },
  'nothing that changes nothing': {
    before: ['SET a 1', 'SADD s m', 'HSET h f v', 'ZADD z 1 m'],
    requests: [
      ...['DEL b', 'SETNX a 2', 'SET a 2 NX', 'PERSIST a', 'EXPIRE b 10', 'GET a', 'GETEX a', 'INCR s'],
      ...['SADD s m', 'SREM s x', 'HDEL h x', 'HSETNX h f w', 'ZADD z 1 m', 'ZREM z x', 'LPUSHX l x'],
      ...['SPOP none', 'LMPOP 1 none LEFT', 'BLPOP none 0.01', 'XTRIM none MAXLEN 0', 'MOVE none 1'],
    ],
    told: [],
  },
  'relative deadlines as absolute ones': {
    requests: [
      ...['SET a v EX 200', 'SET a v px 100000', 'SET a v GET EXAT 9999999999', 'SETEX a 100 v'],
      ...['PSETEX a 100000 v', 'EXPIRE a 100', 'PEXPIRE a 200000 GT', 'EXPIREAT a 9999999999 gt'],
      ...['GETEX a EX 100', 'GETEX a PXAT 9999999999999', 'GETEX a PERSIST', 'SET a w KEEPTTL GET'],
    ],
    told: [
      ...['SET a v PXAT *', 'SET a v PXAT *', 'SET a v PXAT *', 'SET a v PXAT *', 'SET a v PXAT *'],
      ...['PEXPIREAT a *', 'PEXPIREAT a * GT', 'PEXPIREAT a * gt'],
      ...['PEXPIREAT a *', 'PEXPIREAT a *', 'PERSIST a', 'SET a w KEEPTTL'],
    ],
  },
  'deadlines that have passed as deletions': {
    before: ['MSET a 1 b 1 c 1'],
    requests: ['EXPIRE a -1', 'PEXPIREAT b 1', 'GETEX c EXAT 1'],
    told: ['DEL a', 'DEL b', 'DEL c'],
  },
  'what adds floats by its sum, and other strings as what is left of them': {
    before: ['SET a 1', 'HSET h f 1', 'SET b x'],
    requests: ['INCRBYFLOAT a 0.5', 'HINCRBYFLOAT h f 1.25', 'GETSET b y', 'GETDEL b'],
    told: ['SET a 1.5 KEEPTTL', 'HSET h f 2.25', 'SET b y', 'DEL b'],
  },
  'members by chance as those that it fell on': {
    before: ['SADD s m', 'SADD all 1 2 3', 'SADD one x'],
    requests: ['SPOP s', 'SPOP all 5', 'SPOP one 0'],
    told: ['SREM s m', 'DEL all'],
  },
  'pops from one of many by what was popped': {
    before: ['RPUSH l a b c', 'ZADD z 1 a 2 b 3 c'],
    requests: [
      ...[
        'LMPOP 2 none l LEFT COUNT 2',
        'LMPOP 1 l RIGHT COUNT 9',
        'ZMPOP 1 z MAX',
        'ZMPOP 2 x z MIN COUNT 5',
      ],
    ],
    told: ['LPOP l 2', 'RPOP l 1', 'ZPOPMAX z 1', 'ZPOPMIN z 2'],
  },
  'blocking commands that need not wait as plain ones': {
    before: ['RPUSH l a b c d e', 'ZADD z 1 a 2 b 3 c'],
    requests: [
      ...['BLPOP none l 0', 'BRPOP l 0', 'BLMPOP 0 1 l LEFT COUNT 1', 'BLMOVE l m LEFT right 0'],
      ...['BRPOPLPUSH m l 0', 'BZPOPMIN z 0', 'BZPOPMAX z 0', 'BZMPOP 0 1 z MIN COUNT 4'],
    ],
    told: [
      ...['LPOP l', 'RPOP l', 'LPOP l 1', 'LMOVE l m LEFT right', 'RPOPLPUSH m l'],
      ...['ZPOPMIN z', 'ZPOPMAX z', 'ZPOPMIN z 1'],
    ],
  },
  'blocking commands that have waited behind what they waited for': {
    requests: [
      '1> BLPOP l 0',
      'RPUSH l a',
      '1> BLMOVE l m LEFT LEFT 0',
      'RPUSH l b',
      '1> BZMPOP 0 1 z MAX',
      'ZADD z 1 a',
    ],
    told: ['RPUSH l a', 'LPOP l', 'RPUSH l b', 'LMOVE l m LEFT LEFT', 'ZADD z 1 a', 'ZPOPMAX z 1'],
  },
  'ids that are chosen, and bounds that are not exact, as what they are': {
    requests: [
      ...[
        'XADD s * f v',
        'XADD t 5-* f v',
        'XADD t MAXLEN ~ 1 LIMIT 0 NOMKSTREAM 6-1 f v',
        'XADD t MAXLEN = 1 7-1 f v',
      ],
      'XADD t MINID ~ 0 8-1 f v',
    ],
    told: [
      ...[
        'XADD s *-0 f v',
        'XADD t 5-0 f v',
        'XADD t MAXLEN = 2 LIMIT 0 NOMKSTREAM 6-1 f v',
        'XADD t MAXLEN = 1 7-1 f v',
      ],
      'XADD t MINID = 7-1 8-1 f v',
    ],
  },
  'reads of groups as what is pending': {
    before: ['XADD s 1-1 f v', 'XADD s 2-1 f v', 'XADD s 3-1 f v'],
    requests: [
      ...[
        'XGROUP CREATE s g 0',
        'XREADGROUP GROUP g c COUNT 1 STREAMS s >',
        'XREADGROUP GROUP g d NOACK COUNT 1 STREAMS s >',
      ],
      ...[
        'XREADGROUP GROUP g c STREAMS s 0',
        'XREADGROUP GROUP g e STREAMS s 0',
        'XCLAIM s g d 0 1-1 JUSTID',
      ],
      ...[
        'XAUTOCLAIM s g c 0 0',
        'XDEL s 1-1',
        'XCLAIM s g d 0 1-1',
        'XCLAIM s g d 0 9-9 LASTID 3-1',
        'XACK s g 1-1',
      ],
    ],
    told: [
      'XGROUP CREATE s g 0',
      'XCLAIM s g c 0 1-1 TIME * RETRYCOUNT 1 FORCE JUSTID LASTID 1-1',
      ...['MULTI', 'XGROUP CREATECONSUMER s g d', 'XGROUP SETID s g 2-1 ENTRIESREAD 2', 'EXEC'],
      'XCLAIM s g c 0 1-1 TIME * RETRYCOUNT 2 FORCE JUSTID LASTID 2-1',
      'XGROUP CREATECONSUMER s g e',
      'XCLAIM s g d 0 1-1 TIME * RETRYCOUNT 2 FORCE JUSTID LASTID 2-1',
      'XCLAIM s g c 0 1-1 TIME * RETRYCOUNT 3 FORCE JUSTID LASTID 2-1',
      'XDEL s 1-1',
      'XCLAIM s g c 0 1-1 TIME * RETRYCOUNT 3 FORCE JUSTID LASTID 2-1',
      'XGROUP SETID s g 3-1 ENTRIESREAD 2',
    ],
  },
  'transactions as such, if more than one command of them changes something': {
    requests: [
      ...['MULTI', 'SET a 1', 'GET a', 'EXEC', 'MULTI', 'GET a', 'EXEC', 'MULTI', 'EXEC'],
      ...[
        'MULTI',
        'SELECT 1',
        'SET b 1',
        'GET b',
        'SELECT 2',
        'INCR c',
        'DEL none',
        'EXEC',
        'MULTI',
        'SET d 1',
        'DISCARD',
      ],
    ],
    told: ['SET a 1', 'SELECT 1', 'MULTI', 'SET b 1', 'SELECT 2', 'INCR c', 'EXEC', 'SELECT 0'],
  },
  'what concerns several databases': {
    before: ['SET a 1', 'SET b 1'],
    requests: [
      'MOVE a 3',
      'COPY b c DB 4',
      'SWAPDB 0 3',
      'SELECT 3',
      'GET b',
      'FLUSHDB',
      'FLUSHALL',
      'FLUSHALL ASYNC',
    ],
    told: [
      'MOVE a 3',
      'COPY b c DB 4',
      'SWAPDB 0 3',
      'SELECT 3',
      'FLUSHDB',
      'FLUSHALL',
      'FLUSHALL ASYNC',
      'SELECT 0',
    ],
  },
  'two databases that change places, empty ones and within a transaction as well': {
    requests: [
      'SWAPDB 1 2',
      'MULTI',
      'SET a 1',
      'SWAPDB 0 1',
      'SET a 2',
      'EXEC',
      'SWAPDB 0 0',
      'SWAPDB 0 99',
    ],
    told: ['SWAPDB 1 2', 'MULTI', 'SET a 1', 'SWAPDB 0 1', 'SET a 2', 'EXEC'],
  },
  'messages to channels': {
    requests: ['PUBLISH channel hello', 'MULTI', 'PUBLISH channel a', 'SPUBLISH shard b', 'EXEC'],
    told: ['PUBLISH channel hello', 'MULTI', 'PUBLISH channel a', 'SPUBLISH shard b', 'EXEC'],
  },
  'sorted lists, those by what is not in them element by element': {
    before: ['RPUSH l 3 1 2', 'MSET w1 x w2 x w3 y'],
    requests: ['SORT l STORE s', 'SORT l BY w* ALPHA STORE t', 'SORT none BY w* ALPHA STORE t'],
    told: ['SORT l STORE s', 'MULTI', 'DEL t', 'RPUSH t 1 2 3', 'EXEC', 'DEL t'],
  },
  'elements of a HyperLogLog, and that it has been counted': {
    requests: [
      ...['PFADD h a b', 'PFADD h a', 'PFCOUNT h', 'PFCOUNT h', 'PFCOUNT h none', 'PFADD h c', 'PFCOUNT h'],
      ...['PFMERGE g h', 'PFMERGE g h', 'PFDEBUG ENCODING g', 'PFDEBUG TODENSE g', 'PFDEBUG GETREG g'],
      ...['PFDEBUG GETREG h', 'MULTI', 'PFCOUNT g', 'PFCOUNT g', 'EXEC'],
    ],
    told: [
      ...['PFADD h a b', 'PFCOUNT h', 'PFADD h c', 'PFCOUNT h'],
      ...['PFMERGE g h', 'PFMERGE g h', 'PFDEBUG TODENSE g', 'PFDEBUG GETREG h', 'PFCOUNT g'],
    ],
  },
  'places as scores, and what is found by members': {
    before: ['GEOADD g 13.361389 38.115556 a 15.087269 37.502669 b', 'SET to 1'],
    requests: [
      ...['GEOADD g NX CH 1 1 c', 'GEOADD g NX 1 1 c', 'GEOADD g XX 1 1 d', 'GEORADIUS g 15 37 200 km'],
      ...['GEOSEARCHSTORE to g FROMLONLAT 15 37 BYRADIUS 200 km', 'GEORADIUS g 15 37 1 km STORE to'],
      ...[
        'GEORADIUS g 15 37 1 km STORE to',
        'GEORADIUSBYMEMBER g a 0 km STOREDIST to',
        'GEOSEARCH g FROMMEMBER a BYRADIUS 1 m',
      ],
    ],
    told: [
      'zadd g NX CH * c',
      ...['MULTI', 'DEL to', 'ZADD to * a * b', 'EXEC', 'DEL to'],
      ...['MULTI', 'DEL to', 'ZADD to 0 a', 'EXEC'],
    ],
  },
};
