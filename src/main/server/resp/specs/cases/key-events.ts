/** Commands that tell of keys and that are not among those by chance. */
export const keyEventCase = `
  SETEX a 100 1
  PSETEX a 100000 1
  SET a 1 EX 100
  SET a 2 KEEPTTL
  SET a 3 GET
  SET b 3 GET NX
  SET b 4 NX
  SET c 4 XX
  SETNX a 1
  SETNX d 1
  GETSET d 2
  GETSET e 2
  GETEX e
  GETEX e EX 100
  GETEX e PERSIST
  GETEX e PERSIST
  GETEX e EXAT 1
  GETEX e
  GETDEL e
  GETDEL d
  MSET m1 1 m2 2 m1 3
  MSETNX m1 1 m3 2
  MSETNX m4 1 m5 2
  MGET m1 nothing m2
  DECRBY m1 4
  INCRBYFLOAT m1 1.5
  BITFIELD f SET u8 0 200
  BITFIELD f SET u8 0 200
  BITFIELD f GET u8 0
  BITFIELD nothing GET u8 0
  BITFIELD_RO nothing GET u8 0
  BITOP NOT g f
  BITOP AND g nothing nothing2
  PFADD p
  PFADD p x
  PFADD p x
  PFCOUNT p
  PFCOUNT p nothing
  PFMERGE q p nothing
  PFMERGE q
  PFDEBUG TODENSE q
  PFDEBUG ENCODING nothing
  GEOADD geo 1 1 a 2 2 b
  GEOADD geo 1 1 a
  GEOADD geo XX CH 3 3 a
  GEOADD nothing XX 3 3 a
  GEOPOS geo a
  GEOPOS nothing a
  GEODIST nothing a b
  GEOHASH nothing a b
  GEORADIUS geo 1 1 1000 km
  GEORADIUS nothing 1 1 1000 km
  GEORADIUS nothing 1 1 x km
  GEORADIUS_RO nothing 1 1 1000 km
  GEORADIUS geo 1 1 1000 km STORE near
  GEORADIUS geo 1 1 1 m STORE near
  GEORADIUS geo 1 1 1 m STORE near
  GEORADIUSBYMEMBER geo a 1 m STOREDIST near
  GEORADIUSBYMEMBER nothing a 1 m STOREDIST near
  GEOSEARCH nothing FROMMEMBER a BYRADIUS 1 m
  GEOSEARCHSTORE near geo FROMMEMBER a BYRADIUS 1 m
  GEOSEARCHSTORE near geo FROMMEMBER a BYRADIUS 1000 km
  GEOSEARCHSTORE near nothing FROMMEMBER a BYRADIUS 1 m
  EXPIRE a 100
  EXPIRE a 100 NX
  EXPIRE a -1
  EXPIREAT b 1
  PERSIST m1
  EXPIRE m1 100
  PERSIST m1
  TTL nothing
  TYPE nothing
  OBJECT ENCODING nothing
  MEMORY USAGE nothing
  DUMP nothing
  SELECT 1
  SET moved 1
  SELECT 0
  SET moving 1
  MOVE moving 1
  MOVE nothing 1
  SET moved 1
  MOVE moved 1
  COPY m1 copied
  COPY m1 copied
  COPY m1 copied REPLACE
  COPY m1 copied DB 1
  COPY nothing copied
  RENAME copied m2
  RENAMENX m2 m1
  RENAMENX m2 renamed
  RENAME renamed renamed
  UNLINK renamed nothing
  RESTORE r 0 "\\x00\\x03\\xc0\\x01\\x0a\\x00\\xe8\\x45\\xa8\\xfc\\x27\\x2d\\xb1\\x43"
  RPUSH l 3 1 2
  SORT l STORE sorted
  SORT nothing STORE sorted
  SORT nothing
  SORT l BY weight_*
  LPUSHX nothing 1
  LPUSHX l 0
  LMOVE l l LEFT RIGHT
  LMOVE l l2 LEFT LEFT
  RPOPLPUSH l2 l
  BLMOVE l l2 RIGHT LEFT 0
  BRPOPLPUSH l2 l 0
  BLPOP nothing l 0
  BRPOP l 0
  BLMPOP 0 2 nothing l LEFT COUNT 10
  LPOP nothing
  LLEN nothing
  SADD s a b c
  SPOP s 3
  SADD s a
  SPOP s 0
  SMOVE s s2 a
  SINTERSTORE s3 s2 nothing
  SUNIONSTORE s3 s2 nothing
  SINTERSTORE s3 nothing nothing
  SDIFFSTORE s3 s2
  SINTERCARD 2 s2 nothing
  HSETNX h a 1
  HSETNX h a 1
  HMSET h a 1
  HDEL h a
  HGET nothing a
  ZADD z 1 a
  ZADD z XX 1 a
  ZADD z INCR 1 a
  ZADD none XX 1 a
  ZINCRBY z 0 a
  ZINCRBY z 1 b
  BZPOPMIN z 0
  BZMPOP 0 1 z MAX
  ZADD z 1 a 2 b
  ZMPOP 1 z MIN COUNT 2
  ZADD z 1 a
  ZRANGESTORE z2 z 0 -1
  ZRANGESTORE z2 nothing 0 -1
  ZUNIONSTORE z2 2 z nothing
  ZDIFFSTORE z2 2 z z
  ZREMRANGEBYLEX z - +
  XADD x 1-1 a 1
  XADD x MAXLEN 1 2-1 a 1
  XADD x NOMKSTREAM 3-1 a 1
  XADD nothing NOMKSTREAM 3-1 a 1
  XTRIM x MAXLEN 0
  XTRIM x MAXLEN 0
  XGROUP CREATE x g 0
  XGROUP CREATE y g 0 MKSTREAM
  XGROUP CREATECONSUMER x g c
  XGROUP CREATECONSUMER x g c
  XADD x 5-1 a 1
  XREADGROUP GROUP g d STREAMS x >
  XREADGROUP GROUP g e STREAMS x 0
  XREADGROUP GROUP g f COUNT 1 STREAMS x >
  XREAD STREAMS nothing 0
  XCLAIM x g h 0 5-1
  XAUTOCLAIM x g i 0 0
  XACK x g 5-1
  XACK nothing g 5-1
  XGROUP DELCONSUMER x g d
  XGROUP DELCONSUMER x g d
  XDEL x 5-1
  XDEL x 5-1
  XSETID x 9-1
  XGROUP SETID x g 0
  XGROUP DESTROY x g
  XGROUP DESTROY x g
  MULTI
  SET a 1
  DEL a
  GET a
  EXEC
  SET a 1
  SWAPDB 0 1
  FLUSHDB`;
