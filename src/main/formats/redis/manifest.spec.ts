import { describe, expect, it } from 'vitest';
import { parseManifest } from './manifest.ts';

const base = 'file a.base.aof seq 1 type b\n';
const names = (text: string) => parseManifest(text).parts.map(({ name }) => name);

/** Each of these was given to a redis-server 7.0.15, which loaded it. */
describe('what Redis takes of a manifest', () => {
  it.each([
    ['pairs in any order', 'file i type i seq 2\n', ['a.base.aof', 'i']],
    ['names in double quotes, with escapes', 'file "\\x69 1" seq 1 type i\n', ['a.base.aof', 'i 1']],
    ['bytes of UTF-8 as escapes', 'file "gr\\xc3\\xb6\\xc3\\x9fe" seq 1 type i\n', ['a.base.aof', 'größe']],
    ['names in single quotes', "file 'i 1' seq 1 type i\n", ['a.base.aof', 'i 1']],
    ['words it does not know', 'file i seq 1 type i more 1\n', ['a.base.aof', 'i']],
    ['words in capitals', 'FILE i SEQ 1 TYPE i\n', ['a.base.aof', 'i']],
    ['types by their first letter', 'file i seq 1 type incr\n', ['a.base.aof', 'i']],
    ['numbers up to what is none', 'file i seq 1x type i\n', ['a.base.aof', 'i']],
    ['space around words', '  file\ti  seq 1 type i \r\n', ['a.base.aof', 'i']],
    ['comments, the last of them without an end', '#\n# file i seq 1 type i', ['a.base.aof']],
    ['files of the past, which do not count', 'file h seq 9 type h\n', ['a.base.aof']],
    ['gaps in the sequence', 'file i seq 1 type i\nfile j seq 7 type i\n', ['a.base.aof', 'i', 'j']],
  ])('%s', (_what, lines, parts) => {
    expect(names(base + lines)).toEqual(parts);
    expect(parseManifest(base + lines).problems).toEqual([]);
  });

  it('a base behind its increments', () => {
    expect(names(`file i seq 1 type i\n${base}`)).toEqual(['a.base.aof', 'i']);
  });
});

/** And with each of these it did not start. */
describe('what Redis refuses in a manifest', () => {
  it.each([
    ['a last line without an end', 'file i seq 1 type i', 'does not end'],
    ['an empty line', '\nfile i seq 1 type i\n', 'line 2 is empty'],
    ['a line of spaces', ' \n', 'line 2 is empty'],
    ['a word without its value', 'file i seq 1 type i more\n', 'line 2 is none'],
    ['a line without a number', 'file i type i more 1\n', 'line 2 is none'],
    ['the number 0', 'file i seq 0 type i\n', 'line 2 is none'],
    ['a type that there is not', 'file i seq 1 type x\n', 'line 2 is none'],
    ['a quote without its end', 'file "i seq 1 type i\n', 'line 2 is none'],
    ['a number below 0', 'file i seq -1 type i\n', 'does not follow in sequence'],
    ['a number twice', 'file i seq 2 type i\nfile j seq 2 type i\n', 'line 3 does not follow in sequence'],
    ['a path', 'file ../i seq 1 type i\n', 'names a path'],
    ['a path of Windows', "file '..\\i' seq 1 type i\n", 'names a path'],
    ['two bases', base, 'more than one base'],
    ['a line over 1,024 characters', `file i seq 1 type i ${'x'.repeat(1010)} 1\n`, 'line 2 is longer'],
    ['what is left of a comment over 1,024', `#${'x'.repeat(1030)}\n`, 'line 3 is none'],
  ])('%s', (_what, lines, problem) => {
    const { problems } = parseManifest(base + lines);
    expect(problems.join('; ')).toContain(problem);
  });

  it('nothing in it; with comments alone it would begin anew, past what lies there', () => {
    for (const text of ['', '# nothing\n'])
      expect(parseManifest(text).problems).toEqual(['the manifest counts no file']);
  });

  it('and all that can be read of it is read', () => {
    expect(names(`${base}\nfile i seq 1 type i\nfile j seq 2 type i`)).toEqual(['a.base.aof', 'i', 'j']);
  });
});
