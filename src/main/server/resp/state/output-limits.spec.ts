import { expect, it } from 'vitest';
import { checkOutputLimits, mergedOutputLimits, outputLimits } from './output-limits.ts';

it.each([
  ['normal 1mb 2mb 60 replica 3mb 4mb 70', null],
  ['', null],
  ['normal 1 2', 'Wrong number of arguments in buffer limit configuration.'],
  ['master 10mb 10mb 60', 'Invalid client class specified in buffer limit configuration.'],
  ['normal 10mbs 10mb 60', 'Error in hard, soft or soft_seconds setting in buffer limit configuration.'],
  ['pubsub 10mb 10mb 60s', 'Error in hard, soft or soft_seconds setting in buffer limit configuration.'],
])('%s', (text, refusal) => {
  expect(checkOutputLimits(text)).toBe(refusal);
});

it('keeps the classes that are not named, and tells all in bytes', () => {
  const before = 'normal 0 0 0 slave 1 2 3 pubsub 4 5 6';
  expect(mergedOutputLimits('replica 1mb 1kb 60  Normal 7 8 9', before)).toBe(
    'normal 7 8 9 slave 1048576 1024 60 pubsub 4 5 6',
  );
  expect(outputLimits(before)).toEqual({
    hard: { normal: 0, replica: 1, pubsub: 4 },
    soft: { normal: { bytes: 0, ms: 0 }, pubsub: { bytes: 5, ms: 6000 } },
  });
});
