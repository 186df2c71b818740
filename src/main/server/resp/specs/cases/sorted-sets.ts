export const sortedSetCases: Readonly<Record<string, string>> = {
  'members and scores': `
    ZADD z 1 a 2 b 3 c
    ZADD z 1 a 5 b 9 d
    ZADD z CH 1 a 6 b 10 e
    ZADD z NX 100 a 11 f
    ZADD z XX 100 a 12 g
    ZADD z GT 50 a 200 b
    ZADD z LT 50 a 300 b
    ZADD z INCR 5 a
    ZADD z XX INCR 5 nothing
    ZADD z NX INCR 5 a
    ZADD z GT INCR -5 a
    ZADD z INCR 5 a 6 b
    ZADD z NX XX 1 a
    ZADD z NX GT 1 a
    ZADD z GT LT 1 a
    ZADD z 1
    ZADD z x a
    ZADD z nan a
    ZADD z inf i
    ZADD z -inf j
    ZINCRBY z -inf i
    ZADD z 1 a 2
    ZADD z FOO 1 a
    ZSCORE z a
    ZSCORE z i
    ZSCORE z j
    ZSCORE z nothing
    ZSCORE nothing a
    ZMSCORE z a nothing b
    ZMSCORE nothing a
    ZINCRBY z 1.5 a
    ZINCRBY z 0.1 newone
    ZINCRBY z x a
    ZINCRBY z 0.2 newone
    ZCARD z
    ZCARD nothing
    ZRANK z a
    ZRANK z nothing
    ZRANK nothing a
    ZREVRANK z a
    ZCOUNT z 1 10
    ZCOUNT z (1 +inf
    ZCOUNT z -inf (50
    ZCOUNT z x 1
    ZCOUNT nothing 1 2
    ZREM z a nothing
    ZREM nothing a
    ZRANGE z 0 -1 WITHSCORES
    ZADD z 1e300 big 1e-300 small 123456789.123456789 dec -0 zero 17179869184 whole
    ZRANGE z 0 -1 WITHSCORES
    ZADD z 0x10 hex
    ZSCORE z hex
    SET s x
    ZADD s 1 a
    ZSCORE s a
    ZADD s XX 1 a`,
  'ranges by members of several scores': `
    ZADD m 1 b 2 a 3 c 1 d
    ZRANGEBYLEX m - +
    ZRANGEBYLEX m [b [d
    ZRANGEBYLEX m [a [b
    ZRANGEBYLEX m (a [c
    ZRANGEBYLEX m [d +
    ZREVRANGEBYLEX m + -
    ZREVRANGEBYLEX m [c [a
    ZREVRANGEBYLEX m [d [b
    ZLEXCOUNT m [b [d
    ZLEXCOUNT m (a [c
    ZRANGE m [b [d BYLEX LIMIT 1 2
    ZRANGESTORE mm m [b [d BYLEX
    ZRANGESTORE mm m [d [b BYLEX REV
    ZRANGESTORE mm m [b [d BYLEX BYSCORE
    ZRANGE m [d [b BYLEX REV REV
    ZREMRANGEBYLEX m (a [c
    ZRANGE m 0 -1`,
  ranges: `
    ZADD z 1 a 2 b 3 c 4 d 5 e
    ZRANGE z 0 -1
    ZRANGE z 1 3 WITHSCORES
    ZRANGE z 0 -1 REV
    ZRANGE z 0 1 REV WITHSCORES
    ZRANGE z 2 4 BYSCORE
    ZRANGE z (2 4 BYSCORE WITHSCORES
    ZRANGE z 4 2 BYSCORE REV
    ZRANGE z 2 4 BYSCORE REV
    ZRANGE z -inf +inf BYSCORE LIMIT 1 2
    ZRANGE z +inf -inf BYSCORE REV LIMIT 1 2 WITHSCORES
    ZRANGE z -inf +inf BYSCORE LIMIT 1 -1
    ZRANGE z -inf +inf BYSCORE LIMIT -1 2
    ZRANGE z 0 -1 LIMIT 0 1
    ZRANGE z [b [d BYLEX
    ZRANGE z - + BYLEX
    ZRANGE z [d [b BYLEX REV
    ZRANGE z - + BYLEX WITHSCORES
    ZRANGE z b d BYLEX
    ZRANGE z x y BYSCORE
    ZRANGE z x y
    ZRANGE z 0 -1 FOO
    ZRANGE z 10 20
    ZRANGE nothing 0 -1
    ZREVRANGE z 0 1
    ZREVRANGE z 0 1 WITHSCORES
    ZREVRANGE z 0 1 REV
    ZRANGEBYSCORE z 2 4
    ZRANGEBYSCORE z 2 4 WITHSCORES LIMIT 1 1
    ZRANGEBYSCORE z (2 (4
    ZRANGEBYSCORE z 4 2
    ZRANGEBYSCORE z 2 4 BYSCORE
    ZREVRANGEBYSCORE z 4 2
    ZREVRANGEBYSCORE z +inf (1 LIMIT 0 2
    ZADD l 0 a 0 b 0 c 0 d
    ZRANGEBYLEX l [b (d
    ZRANGEBYLEX l - +
    ZRANGEBYLEX l + -
    ZRANGEBYLEX l - + LIMIT 1 2
    ZRANGEBYLEX l - + WITHSCORES
    ZREVRANGEBYLEX l + [b
    ZREVRANGEBYLEX l (d - LIMIT 0 1
    ZLEXCOUNT l [b [c
    ZLEXCOUNT l - +
    ZLEXCOUNT l x +
    ZLEXCOUNT nothing - +
    ZRANGESTORE r z 0 1
    ZRANGE r 0 -1 WITHSCORES
    ZRANGESTORE r z 2 +inf BYSCORE LIMIT 0 2
    ZRANGE r 0 -1 WITHSCORES
    ZRANGESTORE r z 10 20
    EXISTS r
    ZRANGESTORE r z 0 1 WITHSCORES
    ZRANGESTORE r z 0 1 REV
    ZRANGE r 0 -1
    ZREMRANGEBYRANK z 0 0
    ZREMRANGEBYRANK z 10 20
    ZREMRANGEBYRANK z x 1
    ZREMRANGEBYSCORE z 2 (4
    ZREMRANGEBYSCORE z x 4
    ZREMRANGEBYLEX l [b [c
    ZREMRANGEBYLEX l x y
    ZREMRANGEBYRANK nothing 0 1
    ZRANGE z 0 -1
    ZRANGE l 0 -1
    ZREMRANGEBYRANK z 0 -1
    EXISTS z`,
  'sets of sets': `
    ZADD a 1 x 2 y 3 z
    ZADD b 10 y 20 z 30 w
    SADD s x y q
    ZUNION 2 a b
    ZUNION 2 a b WITHSCORES
    ZUNION 2 a b WEIGHTS 2 0.5 WITHSCORES
    ZUNION 2 a b AGGREGATE MAX WITHSCORES
    ZUNION 3 a b s AGGREGATE MIN WITHSCORES
    ZINTER 2 a b WITHSCORES
    ZINTER 2 a s WITHSCORES
    ZDIFF 2 a b WITHSCORES
    ZDIFF 1 nothing
    ZDIFF 2 a b WEIGHTS 1 2
    ZUNION 0 a
    ZUNION x a
    ZUNION 3 a b
    ZUNION 2 a b WEIGHTS 1
    ZUNION 2 a b WEIGHTS 1 x
    ZUNION 2 a b AGGREGATE FOO
    ZUNION 2 a b FOO
    ZINTERCARD 2 a b
    ZINTERCARD 2 a b LIMIT 1
    ZINTERCARD 2 a b LIMIT -1
    ZINTERCARD 0 a
    ZINTERCARD 3 a b
    ZINTERCARD 2 a b FOO
    ZUNIONSTORE r 2 a b
    ZRANGE r 0 -1 WITHSCORES
    ZINTERSTORE r 2 a b WEIGHTS 1 -1
    ZRANGE r 0 -1 WITHSCORES
    ZDIFFSTORE r 2 a b
    ZRANGE r 0 -1 WITHSCORES
    ZINTERSTORE r 2 a nothing
    EXISTS r
    ZUNIONSTORE r 2 a b WITHSCORES
    ZUNIONSTORE r 0 a
    SET str x
    ZUNION 2 a str
    ZUNIONSTORE r 1 str
    ZADD i inf x
    ZADD j -inf x
    ZUNION 2 i j WITHSCORES
    ZUNION 1 i WEIGHTS 0 WITHSCORES`,
  pops: `
    ZADD z 1 a 2 b 3 c 4 d 5 e
    ZPOPMIN z
    ZPOPMAX z
    ZPOPMIN z 2
    ZPOPMAX z 0
    ZPOPMIN z -1
    ZPOPMIN z x
    ZPOPMIN z 1 2
    ZPOPMIN nothing
    ZPOPMIN nothing 2
    ZPOPMAX z 10
    EXISTS z
    ZADD z 1 a 2 b 3 c 4 d 5 e
    BZPOPMIN z 1
    BZPOPMAX nothing z 1
    BZPOPMIN nothing 0.01
    BZPOPMIN z x
    ZMPOP 1 z MIN
    ZMPOP 2 nothing z MAX COUNT 1
    ZMPOP 1 nothing MIN
    ZMPOP 0 z MIN
    ZMPOP 1 z FOO
    ZMPOP 1 z MIN COUNT 0
    BZMPOP 0.01 1 nothing MIN
    BZMPOP 1 1 z MIN COUNT 5
    ZRANDMEMBER nothing
    ZRANDMEMBER nothing 3
    ZADD one 1.5 m
    ZRANDMEMBER one
    ZRANDMEMBER one 2
    ZRANDMEMBER one -2
    ZRANDMEMBER one 2 WITHSCORES
    ZRANDMEMBER one -2 WITHSCORES
    ZRANDMEMBER one x
    ZRANDMEMBER one 1 FOO
    SET s x
    ZPOPMIN s
    ZMPOP 1 s MIN
    BZPOPMIN s 1`,
};
