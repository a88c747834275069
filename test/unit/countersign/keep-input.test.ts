import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keepInput, readInput } from '../../../src/domains/countersign/core/keep-input.ts';

const value = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    ...[fc.bigInt(), fc.string(), fc.boolean(), fc.constant(null), fc.integer()],
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== '__proto__' && key !== '$whole'),
      tie('tree'),
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    ),
  ),
})).tree;

it('what was entered comes back as it was entered, amounts of any size to the fen', () => {
  fc.assert(
    fc.property(value, (input) => {
      expect(readInput(JSON.parse(keepInput(input)))).toEqual(input);
    }),
  );
  const amount = 9_007_199_254_740_993n;
  expect(readInput(JSON.parse(keepInput({ amount, on: '2016-09-21' })))).toEqual({
    amount,
    on: '2016-09-21',
  });
});
