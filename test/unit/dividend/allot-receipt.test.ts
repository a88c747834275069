import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allotReceipt, openTotal, type OpenDue } from '../../../src/domains/dividend/core/allot-receipt.ts';
import { DUE_STATES, nameOfDue, type DueId } from '../../../src/domains/dividend/core/due-row.ts';
import { cardFault, defaultMemo, withheldOf } from '../../../src/domains/dividend/core/payout-lines.ts';
import { nameOfPayout, PAYOUT_STATES } from '../../../src/domains/dividend/core/payout-row.ts';
import { fen, ZERO_FEN } from '../../../src/kernel/money.ts';

const open = (id: bigint, cash: bigint, received = 0n, reported: bigint | null = null): OpenDue => ({
  id: id as DueId,
  cash_fen: fen(cash),
  received_fen: fen(received),
  reported_fen: reported === null ? null : fen(reported),
});
const sums = (amount: bigint, dues: readonly OpenDue[]): (readonly [bigint, bigint])[] =>
  allotReceipt(fen(amount), dues).map((each) => [each.due_id, each.amount_fen]);

describe('which household a receipt is for', () => {
  it('follows the report of who paid', () => {
    expect(sums(5_000n, [open(1n, 4_000n, 0n, 4_000n), open(2n, 4_000n, 0n, 1_000n)])).toEqual([
      [1n, 4_000n],
      [2n, 1_000n],
    ]);
  });

  it('splits a smaller sum in the reported proportion, a larger one by what is still open', () => {
    const dues = [open(1n, 4_000n, 0n, 4_000n), open(2n, 4_000n, 0n, 1_000n)];
    expect(sums(2_500n, dues)).toEqual([
      [1n, 2_000n],
      [2n, 500n],
    ]);
    expect(sums(6_000n, dues)).toEqual([
      [1n, 4_000n],
      [2n, 2_000n],
    ]);
  });

  it('without a report goes by what is owed, the odd fen to the first', () => {
    expect(sums(100n, [open(1n, 400n), open(2n, 400n), open(3n, 400n)])).toEqual([
      [1n, 34n],
      [2n, 33n],
      [3n, 33n],
    ]);
  });

  it('gives to the fen what came, and nobody more than is owed', () => {
    const some = fc.record({
      cash: fc.bigInt({ min: 0n, max: 10_000n }),
      part: fc.bigInt({ min: 0n, max: 10_000n }),
      reported: fc.option(fc.bigInt({ min: 0n, max: 12_000n })),
    });
    fc.assert(
      fc.property(
        fc.array(some, { minLength: 1, maxLength: 15 }),
        fc.bigInt({ min: 0n, max: 200_000n }),
        (all, sum) => {
          const dues = all.map(({ cash, part, reported }, index) =>
            open(BigInt(index), cash, part < cash ? part : cash, reported),
          );
          const total = openTotal(dues);
          const amount = sum < total ? sum : total;
          const allotted = new Map(sums(amount, dues));
          expect([...allotted.values()].reduce((acc, each) => acc + each, 0n)).toBe(amount);
          for (const each of dues)
            expect(allotted.get(each.id) ?? 0n).toBeLessThanOrEqual(each.cash_fen - each.received_fen);
        },
      ),
    );
  });
});

describe('a line of a payout', () => {
  it('withholds to the fen, half up, nothing by default', () => {
    expect([
      withheldOf(fen(4_000_00n), 0),
      withheldOf(fen(4_000_00n), 200_000),
      withheldOf(fen(3n), 500_000),
    ]).toEqual([ZERO_FEN, 800_00n, 2n]);
  });

  it('is paid to a member on an account of this household alone', () => {
    const card = { account_cipher: 'x', account_name: '张效良', is_member: true, is_shared: false };
    expect([
      cardFault(card),
      cardFault({ ...card, account_cipher: null }),
      cardFault({ ...card, is_member: false }),
      cardFault({ ...card, is_shared: true }),
    ]).toEqual([null, 'no-card', 'not-member', 'shared-account']);
  });

  it('carries a memo as long as the bank’s field', () => {
    expect([2, 4, 20].map((length) => defaultMemo(length, false))).toEqual(['分红', '扶贫分红', '扶贫分红']);
    expect([2, 4].map((length) => defaultMemo(length, true))).toEqual(['分红', '股份分红']);
  });

  it('has a word for every state', () => {
    expect(new Set(DUE_STATES.map(nameOfDue)).size).toBe(DUE_STATES.length);
    expect(new Set(PAYOUT_STATES.map(nameOfPayout)).size).toBe(PAYOUT_STATES.length);
  });
});
