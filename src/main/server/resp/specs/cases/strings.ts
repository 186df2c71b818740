export const stringCases: Readonly<Record<string, string>> = {
  'set and get': `
    SET a 1
    GET a
    GET nothing
    SET a "\\x00\\xff binary\\r\\n"
    GET a
    SET a
    SET a b c
    SET a b NX
    SET a2 b NX
    SET a3 b XX
    SET a b XX GET
    SET new b NX GET
    GET new
    SET a b NX XX
    SET a b EX 100
    TTL a
    SET a b KEEPTTL
    TTL a
    SET a b EX 0
    SET a b EX -1
    SET a b PX x
    SET a b EX
    SET a b EX 10 PX 10
    SET a b KEEPTTL EX 10
    SET a b EX 9223372036854775807
    SET a b EXAT 9999999999
    EXPIRETIME a
    SET a b PXAT 9999999999123
    PEXPIRETIME a
    EXPIRETIME a
    LPUSH list x
    SET list x GET
    GET list
    SET list x
    GET list
    SETNX a x
    SETNX fresh x
    SETEX a 10 v
    TTL a
    SETEX a 0 v
    SETEX a x v
    PSETEX a 10000 v
    PSETEX a -5 v
    GETSET a w
    TTL a
    GETSET none w
    GETDEL none
    GETDEL none
    GETEX a
    GETEX a EX 100
    TTL a
    GETEX a PERSIST
    TTL a
    GETEX a PERSIST EX 1
    GETEX a FOO
    GETEX a EX
    GETEX a EX 0
    GETEX nothing EX 10`,
  'parts of strings': `
    APPEND s hello
    APPEND s " world"
    STRLEN s
    STRLEN nothing
    GETRANGE s 0 4
    GETRANGE s -5 -1
    GETRANGE s 3 1
    GETRANGE s -1 -5
    GETRANGE s 0 -100
    GETRANGE s 5 100
    GETRANGE s x 1
    GETRANGE nothing 0 -1
    SUBSTR s 0 1
    SETRANGE s 6 there
    GET s
    SETRANGE s 20 x
    GET s
    SETRANGE s -1 x
    SETRANGE s x x
    SETRANGE none 0 ""
    EXISTS none
    SETRANGE none 3 abc
    GET none
    SETRANGE s 536870911 xx
    SETRANGE s 4000000000000000000 xx
    LPUSH l a
    APPEND l x
    STRLEN l
    GETRANGE l 0 1
    SETRANGE l 0 x`,
  'floats in hexadecimal digits': `
    SET n 1
    INCRBYFLOAT n 0x10
    INCRBYFLOAT n -0X1.8p1
    INCRBYFLOAT n 0x1p-2
    INCRBYFLOAT n 0x
    INCRBYFLOAT n 0x1p
    INCRBYFLOAT n 0xg
    SET n 0xff
    INCRBYFLOAT n 1
    HSET h f 0x10
    HINCRBYFLOAT h f 0x.8`,
  counters: `
    INCR c
    INCRBY c 10
    DECR c
    DECRBY c 20
    GET c
    SET c 9223372036854775807
    INCR c
    DECRBY c -9223372036854775808
    INCRBY c -9223372036854775808
    SET c " 1"
    INCR c
    SET c 01
    INCR c
    SET c abc
    INCR c
    INCRBY c x
    SET c 1
    INCRBY c 1.5
    INCRBY c 9223372036854775808
    INCRBYFLOAT f 10.5
    INCRBYFLOAT f 0.1
    INCRBYFLOAT f -5
    INCRBYFLOAT f 5.0e3
    INCRBYFLOAT f 0.0000001
    SET f 3.0e3
    INCRBYFLOAT f 200
    INCRBYFLOAT f abc
    INCRBYFLOAT f inf
    INCRBYFLOAT f nan
    SET f x
    INCRBYFLOAT f 1
    SET f 1e400
    INCRBYFLOAT f 1
    SET f 1
    INCRBYFLOAT f 1.23456789012345678901
    INCRBYFLOAT f 100000000000
    INCRBYFLOAT f -0.3333333333333333333
    INCRBYFLOAT f 17179869184.00000000001
    SET f 0.1
    INCRBYFLOAT f -0.1`,
  'many keys': `
    MSET a 1 b 2 c 3
    MGET a b c d
    MSET a
    MSET a 1 b
    MSETNX x 1 y 2
    MSETNX x 1 z 2
    MGET x y z
    LPUSH l 1
    MGET l a
    MSETNX z
    MSET a 1 a 2
    GET a`,
  'longest common subsequence': `
    MSET k1 ohmytext k2 mynewtext
    LCS k1 k2
    LCS k1 k2 LEN
    LCS k1 k2 IDX
    LCS k1 k2 IDX MINMATCHLEN 4
    LCS k1 k2 IDX MINMATCHLEN 4 WITHMATCHLEN
    LCS k1 k2 IDX WITHMATCHLEN
    LCS k1 k2 IDX LEN
    LCS k1 nothing
    LCS k1 nothing IDX
    LCS k1 k2 FOO
    LPUSH l a
    LCS k1 l
    MSET k1 abcabcabc k2 acbacbxcab
    LCS k1 k2 IDX WITHMATCHLEN
    LCS k1 k2`,
};
