export const streamCases: Readonly<Record<string, string>> = {
  'entries of streams': `
    XADD s 1-1 a 1
    XADD s 1-1 a 1
    XADD s 0-0 a 1
    XADD s 1-0 a 1
    XADD s 1-* b 2
    XADD s 2 c 3
    XADD s 2-* c 3
    XADD s 1-* c 3
    XADD s x a 1
    XADD s 5-5 a
    XADD s 5-5
    XADD s 5-5 a 1 b
    XADD s 5-5 f1 v1 f2 v2
    XADD nothing NOMKSTREAM 1-1 a 1
    XADD s MAXLEN 3 6-1 a 1
    XADD s MAXLEN = 3 6-2 a 1
    XADD s MAXLEN ~ 100 6-3 a 1
    XADD s MAXLEN ~ 100 LIMIT 10 6-4 a 1
    XADD s MAXLEN 100 LIMIT 10 6-5 a 1
    XADD s MAXLEN -1 6-5 a 1
    XADD s MAXLEN x 6-5 a 1
    XADD s MINID 6-2 6-6 a 1
    XADD s MINID 6-2 MAXLEN 3 6-7 a 1
    XADD s LIMIT 5 6-7 a 1
    XADD s MAXLEN ~ 5 LIMIT -1 6-7 a 1
    XLEN s
    XLEN nothing
    XRANGE s - +
    XRANGE s 6-2 6-3
    XRANGE s 6 6
    XRANGE s (6-2 +
    XRANGE s - (6-3
    XRANGE s (- +
    XRANGE s (18446744073709551615-18446744073709551615 +
    XRANGE s - (0-0
    XRANGE s - + COUNT 1
    XRANGE s - + COUNT 0
    XRANGE s - + COUNT -1
    XRANGE s - + COUNT x
    XRANGE s - + FOO 1
    XRANGE s x +
    XRANGE nothing - +
    XREVRANGE s + - COUNT 2
    XREVRANGE s + -
    XREVRANGE s - +
    XDEL s 6-2 9-9
    XDEL s x
    XDEL nothing 1-1
    XLEN s
    XTRIM s MAXLEN 2
    XTRIM s MINID 6-4
    XTRIM s MAXLEN ~ 1
    XTRIM s
    XTRIM s FOO 1
    XTRIM s MAXLEN x
    XTRIM nothing MAXLEN 1
    XTRIM s LIMIT 5 5
    XRANGE s - +
    XSETID s 7-0
    XSETID s 1-0
    XSETID s 8-0 ENTRIESADDED 100 MAXDELETEDID 7-0
    XSETID s 8-0 ENTRIESADDED -1 MAXDELETEDID 7-0
    XSETID s 8-0 ENTRIESADDED 1 MAXDELETEDID 9-0
    XSETID nothing 1-1
    XSETID s x
    XSETID s 9-0 FOO 1
    XINFO STREAM s
    XINFO STREAM nothing
    XINFO STREAM s FOO
    XINFO STREAM s FULL
    XINFO STREAM s FULL COUNT 1
    XINFO FOO s
    XADD max 18446744073709551615-18446744073709551615 a 1
    XADD max * a 1
    SET str x
    XADD str 1-1 a 1
    XLEN str
    XRANGE str - +
    XDEL s 6-6
    XDEL s 6-4 6-3
    XLEN s
    EXISTS s
    TYPE s
    OBJECT ENCODING s`,
  'reading streams': `
    XADD a 1-1 f v
    XADD a 1-2 f v
    XADD b 2-1 f v
    XREAD STREAMS a 0
    XREAD STREAMS a b 0 0
    XREAD COUNT 1 STREAMS a b 0 0
    XREAD COUNT 0 STREAMS a 0
    XREAD STREAMS a 1-1
    XREAD STREAMS a 1-2
    XREAD STREAMS a $
    XREAD BLOCK 10 STREAMS a $
    XREAD BLOCK x STREAMS a $
    XREAD BLOCK -1 STREAMS a $
    XREAD BLOCK 10 STREAMS nothing 0
    XREAD STREAMS a >
    XREAD STREAMS a b 0
    XREAD STREAMS a
    XREAD FOO a b 0
    XREAD COUNT x STREAMS a 0
    XREAD GROUP g c STREAMS a >
    XREAD NOACK STREAMS a >
    XREAD STREAMS a x
    SET str x
    XREAD STREAMS str 0`,
  'a number of deliveries below zero': `
    XADD s 1-1 f v
    XGROUP CREATE s g 0
    XREADGROUP GROUP g c STREAMS s >
    XCLAIM s g d 0 1-1 RETRYCOUNT -1
    XCLAIM s g d 0 1-1 RETRYCOUNT -1 JUSTID
    XCLAIM s g d 0 1-1 RETRYCOUNT 7 JUSTID`,
  'groups of consumers': `
    XGROUP CREATE s g $
    XGROUP CREATE s g $ MKSTREAM
    XGROUP CREATE s g $ MKSTREAM
    XGROUP CREATE s g2 x
    XGROUP CREATE s g2 0 FOO
    XGROUP CREATE s g2 0 ENTRIESREAD 5
    XGROUP CREATE s g3 0 ENTRIESREAD -2
    XGROUP FOO
    XADD s 1-1 a 1
    XADD s 1-2 a 2
    XADD s 1-3 a 3
    XADD s 1-4 a 4
    XREADGROUP GROUP g c1 COUNT 1 STREAMS s >
    XREADGROUP GROUP g c2 STREAMS s >
    XREADGROUP GROUP g c2 STREAMS s >
    XREADGROUP GROUP g c3 BLOCK 10 STREAMS s >
    XREADGROUP GROUP g c1 STREAMS s 0
    XREADGROUP GROUP g c2 COUNT 1 STREAMS s 0
    XREADGROUP GROUP g c2 STREAMS s 1-2
    XREADGROUP GROUP g c4 STREAMS s 0
    XREADGROUP GROUP g c1 STREAMS s $
    XREADGROUP GROUP nothing c1 STREAMS s >
    XREADGROUP GROUP g c1 STREAMS nothing >
    XREADGROUP FOO g c1 STREAMS s >
    XREADGROUP GROUP g2 c1 NOACK STREAMS s >
    XINFO GROUPS s
    XPENDING s g
    XPENDING s g2
    XPENDING s nothing
    XPENDING nothing g
    XPENDING s g - +
    XPENDING s g - + 0
    XPENDING s g - + 10 nobody
    XPENDING s g IDLE 100000 - + 10
    XPENDING s g IDLE x - + 10
    XPENDING s g x + 10
    XACK s g 1-1
    XACK s g 1-1
    XACK s g x
    XACK s nothing 1-1
    XACK nothing g 1-1
    XPENDING s g
    XDEL s 1-2
    XREADGROUP GROUP g c2 STREAMS s 0
    XCLAIM s g c5 0 1-2 1-3
    XCLAIM s g c5 0 1-4 JUSTID
    XCLAIM s g c5 1000000 1-4
    XCLAIM s g c6 0 1-1
    XCLAIM s g c6 0 1-1 FORCE JUSTID
    XCLAIM s g c6 x 1-1
    XCLAIM s g c6 0 1-4 FOO
    XCLAIM s g c6 0 1-4 RETRYCOUNT 9 IDLE 0 JUSTID
    XCLAIM s nothing c6 0 1-4
    XCLAIM nothing g c6 0 1-4
    XCLAIM s g c6 0 1-4 LASTID 1-4
    XPENDING s g
    XAUTOCLAIM s g c7 0 0
    XAUTOCLAIM s g c7 0 0 COUNT 1
    XAUTOCLAIM s g c7 0 0 COUNT 1 JUSTID
    XAUTOCLAIM s g c7 0 0 COUNT 0
    XAUTOCLAIM s g c7 x 0
    XAUTOCLAIM s g c7 0 x
    XAUTOCLAIM s g c7 0 0 FOO
    XAUTOCLAIM s nothing c7 0 0
    XDEL s 1-3
    XAUTOCLAIM s g c8 0 -
    XINFO GROUPS s
    XGROUP SETID s g 0
    XGROUP SETID s g $
    XGROUP SETID s g +
    XINFO GROUPS s
    XGROUP SETID s g -
    XGROUP SETID s g x
    XGROUP SETID s nothing 0
    XGROUP SETID nothing g 0
    XGROUP SETID s g 0 ENTRIESREAD 1
    XINFO GROUPS s
    XGROUP CREATECONSUMER s g new
    XGROUP CREATECONSUMER s g new
    XGROUP CREATECONSUMER s nothing new
    XGROUP DELCONSUMER s g new
    XGROUP DELCONSUMER s g c8
    XGROUP DELCONSUMER s g nobody
    XINFO CONSUMERS s nothing
    XINFO CONSUMERS nothing g
    XGROUP DESTROY s g
    XGROUP DESTROY s g
    XGROUP DESTROY nothing g
    XINFO GROUPS s
    XGROUP HELP
    XINFO HELP`,
};

export const pubSubCases: Readonly<Record<string, string>> = {
  'channels without listeners': `
    PUBLISH c m
    PUBSUB CHANNELS
    PUBSUB CHANNELS x*
    PUBSUB NUMSUB a b
    PUBSUB NUMSUB
    PUBSUB NUMPAT
    PUBSUB SHARDCHANNELS
    PUBSUB SHARDNUMSUB a
    PUBSUB FOO
    PUBSUB HELP
    UNSUBSCRIBE
    PUNSUBSCRIBE
    SUNSUBSCRIBE
    UNSUBSCRIBE x
    SPUBLISH c m
    MULTI
    SUBSCRIBE c
    EXEC
    SUBSCRIBE c
    PSUBSCRIBE p*
    PING
    GET x
    UNSUBSCRIBE c
    PUNSUBSCRIBE p*
    GET x`,
};
