import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRequest } from '../specs/raw-client.ts';
import { ProtocolError, RequestParser } from './request-parser.ts';

const limits = { maxBulkBytes: 10_000, maxRequestBytes: 20_000 };
const binary = (maxLength: number) =>
  fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes).toString('latin1'));

/** Every command in the pieces; each piece is overwritten once it has been parsed. */
function parsed(pieces: readonly string[]): string[][] {
  const parser = new RequestParser(limits, true);
  const commands: string[][] = [];
  for (const piece of pieces) {
    const chunk = Buffer.from(piece, 'latin1');
    parser.push(chunk);
    for (let args = parser.next(); args !== null; args = parser.next()) commands.push(args);
    parser.keep();
    chunk.fill(0x2a);
  }
  return commands;
}

describe('requests', () => {
  it('are the same however the network cuts their bytes', () => {
    const words = fc.array(fc.oneof(binary(8), binary(200)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(words, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(400), { maxLength: 6 }),
        (commands, cuts) => {
          const bytes = commands.map(encodeRequest).join('');
          const places = [0, ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length];
          const pieces = places.slice(1).map((end, index) => bytes.slice(places[index], end));
          expect(parsed(pieces)).toEqual(commands);
        },
      ),
    );
  });

  it('are waited for no longer than until they are there', () => {
    // An argument that comes by itself, then a head that is cut: what had been missing then is not missing now.
    const pieces = ['*3\r\n$3\r\nSET\r\n$30\r\n', `${'k'.repeat(30)}\r\n$`, '1\r\nv\r\n'];
    expect(parsed(pieces)).toEqual([['SET', 'k'.repeat(30), 'v']]);
  });

  it('may be empty, and typed', () => {
    expect(parsed(['*0\r\n*-1\r\n\r\nGET key\r\n*1\r\n$0\r\n\r\n'])).toEqual([['GET', 'key'], ['']]);
  });

  it('have a limit for what they take as a whole', () => {
    const args = Array.from({ length: 5 }, () => 'x'.repeat(5000));
    expect(() => parsed([encodeRequest(args)])).toThrow(ProtocolError);
    expect(() => parsed([`*2000\r\n${'$0\r\n\r\n'.repeat(2000)}`])).toThrow('too big request');
  });

  it('say how many of their bytes wait for more', () => {
    const parser = new RequestParser(limits, true);
    parser.push(Buffer.from('*2\r\n$3\r\nGET\r\n$5\r\nke'));
    expect(parser.next()).toBeNull();
    expect(parser.waitingBytes).toBeGreaterThan(0);
    parser.push(Buffer.from('y\0\xff\r\n', 'latin1'));
    expect(parser.next()).toEqual(['GET', 'key\0\xff']);
    expect(parser.waitingBytes).toBe(0);
  });
});
