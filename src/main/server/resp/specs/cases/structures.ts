export const hashCases: Readonly<Record<string, string>> = {
  hashes: `
    HSET h a 1 b 2
    HSET h a 3 c 4
    HSET h a
    HSET h a 1 b
    HMSET h x 1
    HMSET h x
    HGET h a
    HGET h nothing
    HGET nothing a
    HMGET h a b nothing
    HMGET nothing a
    HGETALL h
    HGETALL nothing
    HKEYS h
    HVALS h
    HKEYS nothing
    HLEN h
    HLEN nothing
    HEXISTS h a
    HEXISTS h nothing
    HSTRLEN h a
    HSTRLEN h nothing
    HSETNX h a 9
    HSETNX h new 9
    HDEL h new nothing
    HDEL nothing x
    HINCRBY h a 5
    HINCRBY h n 5
    HINCRBY h n x
    HSET h t text
    HINCRBY h t 1
    HSET h m 9223372036854775807
    HINCRBY h m 1
    HINCRBYFLOAT h a 1.5
    HINCRBYFLOAT h t 1
    HINCRBYFLOAT h a x
    HINCRBYFLOAT h a inf
    HINCRBYFLOAT h fresh 3.14
    HDEL h a b c x n t m fresh
    EXISTS h
    SET s x
    HGET s a
    HSET s a b
    HDEL s a
    HLEN s
    HRANDFIELD nothing
    HRANDFIELD nothing 5
    HSET one f v
    HRANDFIELD one
    HRANDFIELD one 3
    HRANDFIELD one -3
    HRANDFIELD one 3 WITHVALUES
    HRANDFIELD one -2 WITHVALUES
    HRANDFIELD one 0
    HRANDFIELD one x
    HRANDFIELD one 1 FOO
    HRANDFIELD one -9223372036854775808
    HRANDFIELD one -9223372036854775807 WITHVALUES`,
};

export const listCases: Readonly<Record<string, string>> = {
  lists: `
    RPUSH l a b c
    LPUSH l x y
    LRANGE l 0 -1
    LRANGE l 1 2
    LRANGE l -2 -1
    LRANGE l 5 10
    LRANGE l x 1
    LRANGE nothing 0 -1
    LLEN l
    LLEN nothing
    LPUSHX l z
    LPUSHX nothing z
    RPUSHX l z
    RPUSHX nothing z
    LINDEX l 0
    LINDEX l -1
    LINDEX l 100
    LINDEX l x
    LINDEX nothing 0
    LSET l 0 first
    LSET l -1 last
    LSET l 100 x
    LSET l x x
    LSET nothing 0 x
    LINSERT l BEFORE a before
    LINSERT l AFTER a after
    LINSERT l AFTER nothing x
    LINSERT nothing AFTER a x
    LINSERT l FOO a x
    LRANGE l 0 -1
    LREM l 0 first
    RPUSH l d a d a d
    LREM l 2 a
    LREM l -1 d
    LREM l x d
    LREM nothing 0 x
    LRANGE l 0 -1
    LTRIM l 1 3
    LRANGE l 0 -1
    LTRIM l 5 1
    EXISTS l
    LTRIM nothing 0 1
    RPUSH l 1 2 3 4 5 6
    LPOP l
    RPOP l
    LPOP l 2
    RPOP l 0
    LPOP l 0
    RPOP l 10
    LPOP l
    LPOP l 2
    LPOP nothing 0
    LPOP l -1
    LPOP l x
    LPOP l 1 2
    SET s x
    LPUSH s a
    LPOP s
    LRANGE s 0 -1
    LLEN s`,
  'positions, moves, pops of many': `
    RPUSH l a b c 1 2 3 c c
    LPOS l c
    LPOS l c RANK 2
    LPOS l c RANK -1
    LPOS l c COUNT 2
    LPOS l c COUNT 0
    LPOS l c COUNT 0 RANK -1
    LPOS l c COUNT 0 MAXLEN 4
    LPOS l x
    LPOS l x COUNT 1
    LPOS l c RANK 0
    LPOS l c COUNT -1
    LPOS l c MAXLEN -1
    LPOS l c FOO 1
    LPOS l c RANK
    LPOS nothing c
    LPOS nothing c COUNT 1
    LMOVE l m LEFT RIGHT
    LMOVE l m RIGHT LEFT
    LMOVE l l LEFT RIGHT
    LMOVE nothing m LEFT LEFT
    LMOVE l m FOO LEFT
    RPOPLPUSH l m
    RPOPLPUSH nothing m
    LRANGE l 0 -1
    LRANGE m 0 -1
    SET s x
    RPOPLPUSH l s
    LRANGE l 0 -1
    RPOPLPUSH s l
    LMPOP 1 l LEFT
    LMPOP 2 nothing l RIGHT COUNT 2
    LMPOP 1 nothing LEFT
    LMPOP 0 l LEFT
    LMPOP x l LEFT
    LMPOP 1 l FOO
    LMPOP 2 l LEFT
    LMPOP 1 l LEFT COUNT 0
    LMPOP 1 l LEFT COUNT
    LMPOP 1 l LEFT FOO 1
    LMPOP 1 s LEFT
    BLPOP l 1
    BLPOP nothing l 1
    BLPOP nothing 0.01
    BRPOP nothing 0.01
    BLPOP l -1
    BLPOP l x
    BLMPOP 0.01 1 nothing LEFT
    BLMPOP 1 1 m LEFT COUNT 10
    RPUSH l 1 2 3
    BLMOVE l m LEFT LEFT 1
    BRPOPLPUSH l m 1
    BLMOVE nothing m LEFT LEFT 0.01
    BRPOPLPUSH nothing m 0.01
    BLPOP s 1
    LRANGE m 0 -1`,
};

export const setCases: Readonly<Record<string, string>> = {
  sets: `
    SADD s a b c a
    SADD s a d
    SCARD s
    SCARD nothing
    SISMEMBER s a
    SISMEMBER s x
    SMISMEMBER s a x b
    SMISMEMBER nothing a
    SMEMBERS s
    SMEMBERS nothing
    SREM s a x
    SREM nothing x
    SMOVE s t b
    SMOVE s t nothing
    SMOVE nothing t b
    SMOVE s s c
    SMEMBERS t
    SADD u c d e
    SUNION s t u
    SINTER s u
    SINTER s nothing
    SDIFF u s
    SDIFF nothing s
    SUNIONSTORE r s t u
    SMEMBERS r
    SINTERSTORE r s nothing
    EXISTS r
    SDIFFSTORE r u t
    SMEMBERS r
    SINTERCARD 2 s u
    SINTERCARD 2 s u LIMIT 1
    SINTERCARD 0 s
    SINTERCARD x s
    SINTERCARD 3 s u
    SINTERCARD 2 s u LIMIT -1
    SINTERCARD 2 s u LIMIT
    SINTERCARD 2 s u FOO 1
    SADD one x
    SPOP one
    EXISTS one
    SPOP nothing
    SPOP nothing 3
    SADD one x
    SPOP one 5
    SPOP one -1
    SPOP one x
    SADD one x
    SPOP one 0
    SRANDMEMBER one
    SRANDMEMBER one 2
    SRANDMEMBER one -2
    SRANDMEMBER nothing
    SRANDMEMBER nothing 2
    SRANDMEMBER one x
    SRANDMEMBER one 1 2
    SRANDMEMBER one -9223372036854775808
    SET str x
    SADD str a
    SUNION s str
    SINTER nothing str
    SMOVE s str c
    SMOVE str s c
    SMEMBERS str`,
};
