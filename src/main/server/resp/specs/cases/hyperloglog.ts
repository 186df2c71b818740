const many = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, at) => `e${from + at}`).join(' ');

/** A sketch with one run of ranks, in as many bytes as Redis would not write it, and one whose runs are too few. */
const header = 'HYLL\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x80';

export const hyperLogLogCases: Readonly<Record<string, string>> = {
  'elements are counted': `
    PFADD h
    PFADD h
    GET h
    OBJECT ENCODING h
    PFADD h a b c
    PFADD h a b c
    PFADD h a
    PFADD h "" "\\x00\\xff" 12345678 123456789
    GET h
    PFCOUNT h
    GET h
    PFCOUNT h
    PFADD h d
    GET h
    PFCOUNT h nothing other
    PFCOUNT nothing
    PFCOUNT nothing other
    EXPIRE h 100
    PFADD h e
    TTL h
    PFCOUNT h
    TTL h
    PFADD
    PFCOUNT
    PFMERGE
    PFSELFTEST x
    PFADD big ${many(0, 1000)}
    GET big
    STRLEN big
    PFCOUNT big
    PFADD big ${many(900, 2500)}
    STRLEN big
    PFCOUNT big
    PFADD big ${many(2500, 6000)}
    PFDEBUG ENCODING big
    PFCOUNT big
    GET big
    PFCOUNT big h`,
  'elements are put together': `
    PFADD a x y z
    PFADD b z 1 2
    PFADD big ${many(0, 3000)}
    PFMERGE c
    GET c
    PFMERGE c a b
    GET c
    PFCOUNT c
    PFMERGE a b nothing
    GET a
    PFMERGE a a a
    GET a
    PFMERGE c big
    PFCOUNT c
    GET c
    PFDEBUG TODENSE b
    PFMERGE d a b
    PFDEBUG ENCODING d
    GET d
    PFMERGE e nothing other
    PFCOUNT e
    EXPIRE c 100
    PFMERGE c d
    TTL c
    PFCOUNT a b c d e`,
  'short and long sketches': `
    CONFIG SET hll-sparse-max-bytes 30
    PFADD h a
    PFADD h b
    PFADD h c
    PFDEBUG ENCODING h
    PFADD h d e f
    PFDEBUG ENCODING h
    GET h
    CONFIG SET hll-sparse-max-bytes 15000
    PFADD i ${many(0, 3000)}
    PFDEBUG ENCODING i
    STRLEN i
    GET i
    CONFIG SET hll-sparse-max-bytes 0
    PFADD j
    PFADD j a
    PFMERGE k i j
    PFDEBUG ENCODING k
    CONFIG SET hll-sparse-max-bytes 3000`,
  'what is inside of a sketch': `
    PFADD h a b c ${many(0, 40)}
    PFDEBUG ENCODING h
    PFDEBUG DECODE h
    PFDEBUG encoding h
    PFDEBUG FOO h
    PFDEBUG FOO nothing
    PFDEBUG GETREG
    PFDEBUG DECODE h h
    PFCOUNT h
    PFDEBUG GETREG h
    PFDEBUG ENCODING h
    GET h
    PFDEBUG DECODE h
    PFDEBUG TODENSE h
    PFADD i x
    PFDEBUG TODENSE i
    PFDEBUG TODENSE i
    PFCOUNT i
    SET s abc
    PFDEBUG GETREG s`,
  'what is no sketch': `
    LPUSH l a
    PFADD l a
    PFCOUNT l
    PFMERGE l
    PFMERGE h l
    PFCOUNT h l
    PFDEBUG ENCODING l
    SET s abc
    PFADD s a
    PFCOUNT s
    PFCOUNT nothing s
    PFMERGE h s
    EXISTS h
    SET s 123456789012345678
    PFADD s a
    PFADD h a b c
    SETRANGE h 0 0123
    PFCOUNT h
    PFADD g a b c
    SETRANGE g 4 x
    PFADD g a
    PFADD d a
    PFDEBUG TODENSE d
    APPEND d x
    PFCOUNT d
    PFADD t a b c
    APPEND t hello
    PFCOUNT t
    PFCOUNT t nothing
    PFMERGE x t
    PFDEBUG GETREG t
    PFDEBUG TODENSE t
    PFDEBUG DECODE t
    PFADD t a
    SET broken "${header}"
    PFCOUNT broken
    PFADD broken a
    PFMERGE broken
    SET broken "${header}\\x7f"
    PFCOUNT broken
    PFADD broken b
    SET broken "${header}\\xff\\xff"
    PFCOUNT broken
    PFADD broken b
    SET filled "${header}\\x7f\\xff\\x84"
    PFCOUNT filled
    PFADD filled b`,
};
