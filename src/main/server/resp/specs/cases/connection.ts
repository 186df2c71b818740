export const connectionCases: Readonly<Record<string, string>> = {
  connection: `
    PING
    PING hello
    PING a b
    ECHO text
    ECHO
    SELECT 1
    SELECT -1
    SELECT a
    AUTH x
    AUTH a b c d
    AUTH foo bar
    AUTH default anything
    HELLO 4
    HELLO x
    HELLO 2 FOO
    HELLO 2 SETNAME "a b"
    HELLO 2 AUTH foo bar
    CLIENT GETNAME
    CLIENT SETNAME name
    CLIENT GETNAME
    CLIENT SETNAME "with space"
    CLIENT FOO
    CLIENT
    CLIENT KILL 1.2.3.4:5
    CLIENT KILL ID x
    CLIENT KILL TYPE foo
    CLIENT KILL ID 99999999
    CLIENT KILL FOO bar
    CLIENT UNBLOCK 99999999
    CLIENT UNBLOCK x
    CLIENT UNBLOCK 1 FOO
    CLIENT NO-EVICT ON
    CLIENT NO-EVICT FOO
    CLIENT LIST FOO bar
    CLIENT LIST TYPE foo
    CLIENT LIST TYPE master
    CLIENT LIST ID x
    CLIENT LIST ID 99999999
    CLIENT REPLY FOO
    CLIENT REPLY ON
    CLIENT PAUSE x
    CLIENT PAUSE -1
    CLIENT PAUSE 0 FOO
    CLIENT UNPAUSE
    CLIENT GETREDIR
    FOO
    FOO a b c
    "very long unknown command name that goes on and on and on and on and on and on and on and on and on and on and on and on and on and on and on" aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbb
    GET
    GET a b
    RESET`,
  transactions: `
    MULTI
    SET a 1
    INCR a
    GET a
    LPUSH a x
    EXEC
    EXEC
    DISCARD
    MULTI
    MULTI
    SET b 1
    DISCARD
    GET b
    MULTI
    FOO
    SET b 1
    EXEC
    MULTI
    SET b
    EXEC
    MULTI
    WATCH b
    EXEC
    WATCH b
    SET b 2
    MULTI
    GET b
    EXEC
    WATCH b
    UNWATCH
    SET b 3
    MULTI
    GET b
    EXEC
    WATCH b nothing
    MULTI
    GET b
    EXEC
    MULTI
    EXEC
    MULTI
    BLPOP nothing 0
    SELECT 1
    SET c 1
    EXEC
    KEYS *
    SELECT 0
    MULTI
    SAVE
    EXEC
    MULTI
    PING
    RESET
    EXEC`,
  'a transaction that cannot be run': `
    EXEC foo
    MULTI
    SET a 1
    EXEC foo
    EXEC
    WATCH a
    SET a 2
    EXEC foo
    MULTI
    GET a
    EXEC
    CONFIG SET requirepass secret
    RESET
    EXEC
    EXEC foo
    MULTI
    AUTH secret
    CONFIG SET requirepass ""
    EXEC
    INFO nothing`,
  'rare words': `
    CLIENT UNBLOCK 99999 TIMEOUT x
    CLIENT PAUSE 1 WRITE x
    SLOWLOG GET -1 x
    CONFIG GET MAXMEMORY-Policy
    CONFIG GET constructor
    CONFIG GET nothing maxmemory-policy
    CONFIG SET save "0 1"
    SELECT 99999999999
    SELECT -2147483649
    SET a 1
    MOVE a 2147483648
    COPY a b DB 2147483648
    RESTORE r 0 x IDLETIME 1 FREQ 1
    RESTORE r 0 x FREQ 1 IDLETIME 1
    BLPOP nothing inf
    BLPOP nothing -inf
    BLPOP nothing 1e20
    BLPOP nothing 9223372036854776
    SADD s a
    BLMPOP 1e15 1 s LEFT`,
  'the largest numbers': `
    SADD s 1 2 3
    SINTERCARD 1 s LIMIT 9223372036854775807
    SPOP nothing 9223372036854775807
    ZADD w 1 m
    ZINTERCARD 1 w LIMIT 9223372036854775807
    ZPOPMAX w 9223372036854775807
    ZMPOP 1 nothing MIN COUNT 9223372036854775807
    RPUSH l a b c
    LPOS l a COUNT x
    LPOS l a MAXLEN x
    LPOS l a COUNT 9223372036854775807
    LMPOP 1 l LEFT COUNT 9223372036854775807
    LPOP nothing 9223372036854775807
    BITFIELD bf GET u1 4294967295
    BITFIELD bf GET u63 4294967290 GET i64 4294967295 GET u8 4294967296
    BITFIELD bf SET u8 0 255 GET i64 3 GET u63 7 GET u8 8
    RESTORE n 9223372036854775807 x
    XADD x +5-+9 f v
    XADD x 05-010 f v
    XRANGE x +5 +5`,
  'server commands': `
    LOLWUT
    LOLWUT VERSION
    LOLWUT VERSION x
    LOLWUT VERSION 99
    COMMAND INFO lolwut
    TIME x
    CONFIG SET foo bar
    CONFIG SET timeout x
    CONFIG SET timeout -1
    CONFIG SET timeout 0 timeout 0
    CONFIG SET
    CONFIG SET a
    CONFIG GET
    CONFIG FOO
    CONFIG GET maxmemory-polic*
    CONFIG GET hash-max-listpack-entries
    CONFIG SET hash-max-ziplist-entries 100
    CONFIG GET hash-max-listpack-entries
    CONFIG SET hash-max-listpack-entries 512
    COMMAND GETKEYS SET a b
    COMMAND GETKEYS MSET a 1 b 2
    COMMAND GETKEYS PING x
    COMMAND GETKEYS PING
    COMMAND GETKEYS FOO bar
    COMMAND GETKEYS SET a
    COMMAND GETKEYS ZUNION 2 a b
    COMMAND GETKEYS ZUNIONSTORE out 2 a b
    COMMAND GETKEYS SORT l STORE out
    COMMAND GETKEYS SORT l STORE out STORE other BY STORE LIMIT 0 STORE
    COMMAND GETKEYS BLPOP a b 0
    COMMAND GETKEYS LMPOP 2 a b LEFT
    COMMAND INFO nothing
    COMMAND INFO get|key config|nothing config|get|key
    COMMAND FOO
    MEMORY USAGE nothing
    MEMORY USAGE a SAMPLES -1
    MEMORY FOO
    DEBUG FOO
    DEBUG OBJECT nothing
    DEBUG SLEEP 0
    SLOWLOG GET x
    SLOWLOG GET -2
    SLOWLOG FOO
    SLOWLOG RESET
    SHUTDOWN FOO
    SHUTDOWN ABORT
    SHUTDOWN SAVE NOSAVE
    BGSAVE FOO
    ROLE`,
};
