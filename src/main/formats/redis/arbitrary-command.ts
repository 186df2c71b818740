import fc from 'fast-check';

/** For specs: commands by chance, put together from words and from what stands for words. */
type Part = string | fc.Arbitrary<string> | fc.Arbitrary<string[]>;

export const command = (...parts: Part[]): fc.Arbitrary<string[]> =>
  fc
    .tuple(
      ...parts.map((part) =>
        typeof part === 'string' ? fc.constant(part) : (part as fc.Arbitrary<string | string[]>),
      ),
    )
    .map((words) => words.flat());

const usualMost = 5;

export const some = (arbitrary: fc.Arbitrary<string>, most = usualMost): fc.Arbitrary<string[]> =>
  fc.array(arbitrary, { minLength: 1, maxLength: most });

export const pairs = (a: fc.Arbitrary<string>, b: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
  fc.array(fc.tuple(a, b), { minLength: 1, maxLength: usualMost }).map((all) => all.flat());
