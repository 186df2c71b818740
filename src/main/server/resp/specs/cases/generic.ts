export const genericCases: Readonly<Record<string, string>> = {
  'keys come and go': `
    MSET a 1 b 2 c 3
    EXISTS a b a x
    DEL a x
    UNLINK b
    TOUCH c x c
    TYPE c
    TYPE nothing
    LPUSH l x
    TYPE l
    SADD s x
    TYPE s
    HSET h x y
    TYPE h
    ZADD z 1 x
    TYPE z
    KEYS *
    KEYS [lsz]
    KEYS ?
    KEYS nothing*
    KEYS h\\*
    DBSIZE
    RANDOMKEY x
    DEL
    EXISTS`,
  expiry: `
    SET a 1
    EXPIRE a 100
    TTL a
    TTL nothing
    PTTL nothing
    EXPIRE a 200 NX
    EXPIRE a 50 GT
    TTL a
    EXPIRE a 50 LT
    TTL a
    EXPIRE a 500 XX
    TTL a
    EXPIRE a 500 NX XX
    EXPIRE a 500 GT LT
    EXPIRE a 500 FOO
    EXPIRE a x
    EXPIRE a 9223372036854775807
    EXPIRE a -9223372036854775808
    PEXPIRE a 9223372036854775807
    EXPIREAT a 9999999999
    EXPIRETIME a
    PEXPIREAT a 9999999999999
    SET far v PXAT 9223372036854770000
    PEXPIREAT far 9223372036854770000
    EXPIRE far 9223372036854775
    GETEX far PX 9223370399119966807
    GETEX far PX 9223372036854770000
    DEL far
    PEXPIRETIME a
    PERSIST a
    PERSIST a
    TTL a
    EXPIRETIME a
    EXPIRETIME nothing
    PERSIST nothing
    EXPIRE nothing 10
    EXPIRE a -1
    EXISTS a
    SET b 1
    EXPIREAT b 1
    EXISTS b
    SET c 1
    EXPIRE c 100 GT
    EXPIRE c 100 LT
    TTL c
    RENAME c d
    TTL d
    COPY d e
    TTL e`,
  'rename, copy, move': `
    SET a 1
    RENAME a b
    RENAME a b
    RENAME b b
    RENAMENX b b
    RENAMENX b c
    SET d 2
    RENAMENX c d
    RENAMENX x y
    COPY c d
    COPY c d REPLACE
    GET d
    COPY c c
    COPY x y
    COPY c e DB 1
    COPY c e DB 16
    COPY c e DB x
    COPY c e FOO
    MOVE c 1
    MOVE c 1
    MOVE d 0
    MOVE d 99
    MOVE d x
    SELECT 1
    KEYS *
    SET z 9
    SWAPDB 0 1
    KEYS *
    SELECT 0
    KEYS *
    SWAPDB 0 16
    SWAPDB x 1
    SWAPDB 0 y
    SELECT 16
    SELECT x
    DBSIZE
    FLUSHDB
    DBSIZE
    FLUSHDB FOO
    FLUSHALL ASYNC`,
  scan: `
    SCAN 0
    SCAN x
    SCAN -1
    SCAN 0 COUNT 0
    SCAN 0 COUNT x
    SCAN 0 FOO 1
    SCAN 0 COUNT
    SET a 1
    SCAN 0
    SCAN 0 MATCH b*
    SCAN 0 TYPE string
    SCAN 0 TYPE list
    HSET h f v
    HSCAN h 0
    HSCAN h 0 MATCH x
    HSCAN h x
    HSCAN nothing 0
    HSCAN a 0
    SADD s m
    SSCAN s 0
    ZADD z 1.5 m
    ZSCAN z 0
    ZSCAN z 0 COUNT 5 MATCH m
    ZSCAN z 0 TYPE x`,
  'what there is to know': `
    SET i 123
    SET t text
    SET long 123456789012345678901234567890123456789012345
    OBJECT ENCODING i
    OBJECT ENCODING t
    OBJECT ENCODING long
    OBJECT ENCODING nothing
    OBJECT REFCOUNT t
    OBJECT FREQ t
    OBJECT FREQ nothing
    OBJECT IDLETIME t
    OBJECT FOO t
    OBJECT ENCODING
    OBJECT HELP
    RPUSH l 1 2
    OBJECT ENCODING l
    SADD s1 1 2
    SADD s2 a b
    OBJECT ENCODING s1
    OBJECT ENCODING s2
    HSET h a b
    OBJECT ENCODING h
    ZADD z 1 a
    OBJECT ENCODING z
    HSET big f 12345678901234567890123456789012345678901234567890123456789012345
    OBJECT ENCODING big
    ZADD zbig 1 12345678901234567890123456789012345678901234567890123456789012345
    OBJECT ENCODING zbig
    WAIT 0 10
    WAIT x 10
    WAIT 0 x
    WAIT 0 -1`,
  'dump and restore': `
    SET a "some text"
    RESTORE idle 0 "\\x00\\x03foo\\x0a\\x00\\x73\\x49\\x39\\xdb\\x4d\\xc1\\xba\\x97" IDLETIME 1000
    OBJECT IDLETIME idle
    RESTORE b 0 nonsense IDLETIME -1
    RESTORE b 0 nonsense
    RESTORE b -1 nonsense
    RESTORE a 0 nonsense
    RESTORE b 0 nonsense FOO
    RESTORE b x nonsense
    DUMP nothing
    RESTORE b 0 "\\x00\\x03abc\\x0a\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
    DUMP a`,
  sort: `
    RPUSH l 3 1 2 10
    SORT l
    SORT l DESC
    SORT l ALPHA
    SORT l LIMIT 1 2
    SORT l LIMIT -1 2
    SORT l LIMIT 0 0
    SORT l LIMIT 0 -1
    MSET w1 9 w2 8 w3 7 w10 6 o1 one o2 two o3 three
    SORT l BY w*
    SORT l BY w* GET o*
    SORT l BY w* GET o* GET #
    SORT l BY nosort
    SORT l BY nosort GET w* DESC
    HSET h1 f 5
    HSET h2 f 4
    SORT l BY h*->f
    SORT l GET h*->f
    SORT l STORE out
    LRANGE out 0 -1
    SORT l BY w* GET o* STORE out
    LRANGE out 0 -1
    RPUSH weights 3 "" 1 "2\\x00x"
    SORT weights
    RPUSH weights " "
    SORT weights
    SORT nothing STORE out
    EXISTS out
    RPUSH t b a c
    SORT t
    SORT t ALPHA DESC
    SORT t FOO
    SORT nothing
    SADD s 5 1 3
    SORT s
    SORT s BY nosort STORE so
    LRANGE so 0 -1
    ZADD z 3 a 1 b 2 c
    SORT z ALPHA
    SORT z BY nosort
    SORT z BY nosort DESC
    SORT z BY nosort LIMIT 1 1
    SORT_RO l
    SORT_RO l STORE x
    SET str x
    SORT str
    SORT l GET`,
};
