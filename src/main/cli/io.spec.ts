import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { OutputClosed, writeTo } from './io.ts';

function failing(code: string): Writable {
  const stream = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`${code}: write`), { code })),
  });
  stream.on('error', () => undefined);
  return stream;
}

describe('writing the output', () => {
  it.each(['EPIPE', 'ECONNRESET'])('ends quietly when the reader has gone: %s', async (code) => {
    const stream = failing(code);
    await expect(writeTo(stream, 'x')).rejects.toThrow(OutputClosed);
    await expect(writeTo(stream, 'y')).rejects.toThrow(OutputClosed);
  });

  it('fails when it cannot be written, though nothing follows', async () => {
    await expect(writeTo(failing('ENOSPC'), 'x')).rejects.toMatchObject({
      code: 'NO_SPACE',
      message: expect.stringContaining('The output cannot be written'),
    });
    await expect(writeTo(failing('EIO'), 'x')).rejects.toMatchObject({ code: 'IO' });
  });

  it('resolves once the chunk has been taken', async () => {
    const chunks: string[] = [];
    const stream = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        chunks.push(chunk.toString());
        done();
      },
    });
    await writeTo(stream, 'x');
    expect(chunks).toEqual(['x']);
  });
});
