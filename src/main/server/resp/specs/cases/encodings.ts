/**
 * Redis goes over to a wider encoding, and never back until the value is loaded anew. Few and small values: the server
 * that is compared with it has a small cache, and knows no history of what it has forgotten.
 */
export const encodingCases: Readonly<Record<string, string>> = {
  'encodings of strings that were changed in place': `
    SET s 1234
    OBJECT ENCODING s
    SETRANGE s 0 2
    OBJECT ENCODING s
    GET s
    INCR s
    OBJECT ENCODING s
    SET a 1
    APPEND a 2
    OBJECT ENCODING a
    APPEND new 12
    OBJECT ENCODING new
    COPY a b
    OBJECT ENCODING b
    RENAME b c
    OBJECT ENCODING c
    DEBUG RELOAD
    OBJECT ENCODING a
    SETBIT bits 3 1
    OBJECT ENCODING bits
    BITFIELD field SET u8 0 49
    OBJECT ENCODING field
    GET field
    SET x 1
    BITOP AND y x x
    OBJECT ENCODING y
    SET f 1
    INCRBYFLOAT f 1
    OBJECT ENCODING f
    INCR f
    OBJECT ENCODING f
    MSET f 1 a 1
    OBJECT ENCODING f
    OBJECT ENCODING a`,
  'encodings of structures that were larger once': `
    SADD s 1 2 3 a
    SREM s a
    OBJECT ENCODING s
    COPY s t
    OBJECT ENCODING t
    RENAME t u
    OBJECT ENCODING u
    SADD i 1 2 9223372036854775807 -9223372036854775808
    OBJECT ENCODING i
    SADD i 9223372036854775808
    OBJECT ENCODING i
    SINTERSTORE j s s
    OBJECT ENCODING j
    HSET h f 12345678901234567890123456789012345678901234567890123456789012345
    HSET h f short
    OBJECT ENCODING h
    COPY h g
    OBJECT ENCODING g
    ZADD z 1 12345678901234567890123456789012345678901234567890123456789012345 2 m
    ZREMRANGEBYRANK z 0 0
    OBJECT ENCODING z
    DEL s
    SADD s 1
    OBJECT ENCODING s
    ZUNIONSTORE y 1 z
    OBJECT ENCODING y`,
  'encodings by the settings of the time of the change': `
    CONFIG SET set-max-intset-entries 2 hash-max-listpack-entries 2 zset-max-listpack-entries 2
    SADD s 1 2 3
    HSET h 1 2 3 4 5 6
    ZADD z 1 2 3 4 5 6
    CONFIG SET set-max-intset-entries 512 hash-max-listpack-entries 512 zset-max-listpack-entries 128
    SADD s 4
    OBJECT ENCODING s
    OBJECT ENCODING h
    ZREM z 2
    OBJECT ENCODING z
    COPY h g
    OBJECT ENCODING g
    HSET fresh 1 2 3 4 5 6
    CONFIG SET hash-max-listpack-entries 2
    OBJECT ENCODING fresh
    HDEL fresh 1
    HSET fresh 1 1
    OBJECT ENCODING fresh
    CONFIG SET hash-max-listpack-entries 512`,
  'who holds a value': `
    SET n -1
    OBJECT REFCOUNT n
    INCR n
    OBJECT REFCOUNT n
    SET n 9999
    OBJECT REFCOUNT n
    INCR n
    OBJECT REFCOUNT n
    SET t text
    OBJECT REFCOUNT t
    OBJECT REFCOUNT nothing`,
};
