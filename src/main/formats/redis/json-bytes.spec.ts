import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JsonBytes } from './json-bytes.ts';
import { binaryOf } from './value.ts';

it('is the JSON of the base64 of its elements, of any length', () => {
  const elements = fc.array(fc.uint8Array({ maxLength: 300, size: 'max' }), { maxLength: 12 });
  fc.assert(
    fc.property(elements, (list) => {
      const json = new JsonBytes();
      json.text('{"value":[').list(list, (element) => json.base64(binaryOf(element)));
      const { value } = JSON.parse(json.text(']}').finish().toString()) as { value: string[] };
      expect(value).toEqual(list.map((element) => Buffer.from(element).toString('base64')));
    }),
  );
});
