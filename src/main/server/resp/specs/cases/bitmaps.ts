export const bitmapCases: Readonly<Record<string, string>> = {
  bits: `
    SETBIT b 7 1
    SETBIT b 7 0
    SETBIT b 100 1
    SETBIT b 1 2
    SETBIT b x 1
    SETBIT b -1 1
    SETBIT b 4294967296 1
    SETBIT b 1 x
    GETBIT b 100
    GETBIT b 101
    GETBIT b 100000
    GETBIT b -1
    GETBIT nothing 0
    STRLEN b
    SET m foobar
    BITCOUNT m
    BITCOUNT m 0 0
    BITCOUNT m 1 1
    BITCOUNT m 1 1 BYTE
    BITCOUNT m 5 30 BIT
    BITCOUNT m -10 -5 BIT
    BITCOUNT m -5 -10
    BITCOUNT m 0 100
    BITCOUNT m 10 20
    BITCOUNT m 1
    BITCOUNT m 1 2 FOO
    BITCOUNT m x 1
    BITCOUNT nothing
    BITCOUNT nothing 0 1 FOO
    SET p "\\xff\\xf0\\x00"
    BITPOS p 0
    BITPOS p 1
    BITPOS p 0 1
    BITPOS p 1 2
    BITPOS p 0 0 -1
    BITPOS p 0 7 15 BIT
    BITPOS p 1 7 15 BIT
    BITPOS p 2
    BITPOS p x
    BITPOS p 0 x
    BITPOS p 0 5 2
    BITPOS p 1 0 1 FOO
    BITPOS ones 0 -1 -2
    BITPOS p 1 -1 -2 BIT
    BITPOS nothing 0
    BITPOS nothing 1
    SET ones "\\xff\\xff"
    BITPOS ones 0
    BITPOS ones 0 0 -1
    BITPOS ones 0 0
    BITOP AND r p ones
    GET r
    BITOP OR r p ones m
    GET r
    BITOP XOR r p ones
    GET r
    BITOP NOT r p
    GET r
    BITOP NOT r p m
    BITOP FOO r p
    BITOP AND r nothing
    EXISTS r
    LPUSH l a
    BITOP OR r l
    SETBIT l 0 1
    GETBIT l 0
    BITCOUNT l
    BITPOS l 1`,
  'fields of bits': `
    BITFIELD f SET u8 0 255 GET u8 0
    BITFIELD f INCRBY u8 0 1
    BITFIELD f OVERFLOW SAT INCRBY u8 0 300
    BITFIELD f OVERFLOW FAIL INCRBY u8 0 1 GET u8 0
    BITFIELD f OVERFLOW FOO INCRBY u8 0 1
    BITFIELD f SET i8 #2 -100 GET i8 #2 GET u8 #2
    BITFIELD f OVERFLOW SAT SET i8 0 200 SET i8 8 -200
    BITFIELD f GET i64 0 GET u63 1
    BITFIELD f SET i64 0 9223372036854775807 INCRBY i64 0 1
    BITFIELD f GET u64 0
    BITFIELD f GET i65 0
    BITFIELD f GET x8 0
    BITFIELD f GET u8 x
    BITFIELD f GET u8 -1
    BITFIELD f GET u8 4294967296
    BITFIELD f SET u8 0 x
    BITFIELD f FOO u8 0
    BITFIELD f GET u8
    BITFIELD f
    BITFIELD nothing GET u8 0
    EXISTS nothing
    BITFIELD_RO f GET u8 0
    BITFIELD_RO f SET u8 0 1
    GET f
    LPUSH l a
    BITFIELD l GET u8 0`,
};
