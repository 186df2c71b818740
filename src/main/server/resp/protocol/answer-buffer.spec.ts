import fc from 'fast-check';
import { expect, it } from 'vitest';
import { viewOf } from '../../../engine/format/integers.ts';
import { AnswerBuffer, recycle } from './answer-buffer.ts';
import { encodeReply } from './encode-reply.ts';

const text = fc
  .oneof(
    fc.string({ maxLength: 200 }),
    fc.nat({ max: 4999 }).map((length) => 'x\xff'.repeat(length)),
  )
  .map((value) => value.replace(/[^\0-\xff]/g, '?'));
const answer = fc.record({ kind: fc.constantFrom('text', 'bulk', 'ok', 'take'), text });

it('holds the bytes of all answers in their order, in memory that others had before', () => {
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 60 }), (answers) => {
      const buffer = new AnswerBuffer();
      let expected = '';
      for (const { kind, text } of answers) {
        if (kind === 'take') {
          const { length } = buffer;
          const taken = buffer.take();
          expect(taken.bytes.toString('latin1', 0, length)).toBe(expected);
          recycle(taken);
          expected = '';
          continue;
        }
        if (kind === 'text') buffer.text(text);
        else if (kind === 'ok') buffer.ok();
        else buffer.bulk(viewOf(Buffer.from(`<${text}>`, 'latin1')), 1, text.length);
        expected +=
          kind === 'text' ? text : encodeReply(kind === 'ok' ? { kind: 'status', text: 'OK' } : text, 2);
        expect(buffer.length).toBe(expected.length);
      }
      const { length } = buffer;
      expect(buffer.take().bytes.toString('latin1', 0, length)).toBe(expected);
    }),
  );
});
