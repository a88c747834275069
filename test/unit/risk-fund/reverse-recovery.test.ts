import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayLend } from '../../../src/domains/risk-fund/core/fund-before-lending.ts';
import {
  advancedOf,
  claimedBack,
  partOf,
  type RecoveryPart,
} from '../../../src/domains/risk-fund/core/reverse-recovery.ts';
import { fen, ZERO_FEN } from '../../../src/kernel/money.ts';

const part = (changes: Partial<RecoveryPart>): RecoveryPart => ({
  ...{ path: '3', party: 'insurer', amount_fen: fen(700n), held: null },
  ...{ set_off_fund_fen: ZERO_FEN, set_off_bank_fen: ZERO_FEN },
  ...changes,
});
const payer = (state: 'waiting' | 'paid' | 'refused') => new Map([['insurer', state] as const]);

describe('a part of a recovery', () => {
  const share = { path: '3', party: 'insurer', amount: fen(700n) };
  const open = (to_party: 'fund' | 'bank', amount: bigint, party = 'insurer') => ({
    ...{ party, to_party, open_fen: fen(amount) },
  });

  it('pays back the fund first, then the bank, and only the rest is passed on', () => {
    expect(partOf(share, null, [open('bank', 500n), open('fund', 300n)])).toMatchObject({
      ...{ amount_fen: 700n, set_off_fund_fen: 300n, set_off_bank_fen: 400n },
    });
  });

  it('leaves alone what another got, and what is kept for a payer that waits', () => {
    const none = { set_off_fund_fen: 0n, set_off_bank_fen: 0n };
    expect(partOf(share, null, [open('fund', 300n, 'household')])).toMatchObject(none);
    expect(partOf(share, 'fund', [open('fund', 300n)])).toMatchObject(none);
    expect(advancedOf(partOf(share, 'fund', []))).toBe(700n);
  });

  it('never sets off more than the part, nor more than is owed', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 9n }).map(fen);
    fc.assert(
      fc.property(amount, amount, amount, (own, fund, bank) => {
        const found = partOf({ ...share, amount: own }, null, [open('fund', fund), open('bank', bank)]);
        const { set_off_fund_fen: toFund, set_off_bank_fen: toBank } = found;
        expect([toFund <= fund, toBank <= bank, toFund + toBank <= own]).toEqual([true, true, true]);
        expect(toFund + toBank === own || toFund + toBank === fund + bank).toBe(true);
      }),
    );
  });
});

describe('what a reversed recovery leaves to be claimed back', () => {
  it('is what was passed on, from the party to the bank', () => {
    const household = part({ path: '0', party: 'household', amount_fen: fen(100n) });
    const shared = part({ set_off_fund_fen: fen(200n), set_off_bank_fen: fen(100n) });
    expect(claimedBack([household, shared], new Map())).toEqual([
      { party: 'household', to: 'bank', amount: 100n },
      { party: 'insurer', to: 'bank', amount: 400n },
    ]);
  });

  it('is nothing of fund and bank, whose shares lack it again by themselves', () => {
    expect(claimedBack([part({ party: 'fund' }), part({ party: 'bank' })], new Map())).toEqual([]);
  });

  it('is what a payer paid too little; nothing while it waits; and final where it refused', () => {
    const held = [part({ held: 'fund' })];
    expect(claimedBack(held, payer('waiting'))).toEqual([]);
    expect(claimedBack(held, payer('paid'))).toEqual([{ party: 'insurer', to: 'fund', amount: 700n }]);
    expect(() => claimedBack(held, payer('refused'))).toThrow(
      expect.objectContaining({ code: 'risk-fund.recovery-settled' }),
    );
  });
});

describe('money before lending (先到位后放贷)', () => {
  const needs = (fund_before_lending: 'none' | 'held' | 'carries') => ({
    ...{ fund_before_lending, leverage_times: 100_000 },
  });

  it('asks for nothing, for some money, or for so much that it carries all that is lent', () => {
    expect(mayLend(needs('none'), ZERO_FEN, fen(1n))).toBe(true);
    expect([0n, 1n].map((money) => mayLend(needs('held'), fen(money), fen(1_000n)))).toEqual([false, true]);
    expect([100n, 101n].map((lent) => mayLend(needs('carries'), fen(10n), fen(lent)))).toEqual([true, false]);
    expect(mayLend(needs('carries'), fen(-10n), fen(1n))).toBe(false);
  });
});
