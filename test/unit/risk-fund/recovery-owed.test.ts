import { expect, it } from 'vitest';
import { fundDue, type OwedBearer } from '../../../src/domains/risk-fund/core/recovery-owed.ts';
import { fen, ZERO_FEN } from '../../../src/kernel/money.ts';

const bearer = (party: string, borne: bigint, recovered = 0n, paysFund = false): OwedBearer => ({
  ...{ party, borne: fen(borne), recovered: fen(recovered), paysFund },
});
const since = {
  order: 'pro_rata' as const,
  received: fen(8_187_50n),
  returned: ZERO_FEN,
  bearers: [bearer('fund', 35_831_25n), bearer('bank', 15_356_25n)],
  owedBeyond: ZERO_FEN,
  partOpen: false,
};

it('is the part of the fund in what was repaid and not returned, by the order of the terms', () => {
  expect(fundDue(since)).toBe(5_731_25n);
  expect(fundDue({ ...since, order: 'fund_first' })).toBe(8_187_50n);
  expect(fundDue({ ...since, order: 'bank_first' })).toBe(0n);
  expect(fundDue({ ...since, returned: since.received })).toBe(0n);
});

it('ends where the fund is whole', () => {
  const whole = [bearer('fund', 35_831_25n, 35_831_25n), bearer('bank', 15_356_25n, 15_356_25n)];
  expect(fundDue({ ...since, bearers: whole })).toBe(0n);
});

it('holds the part of a payer for whom the fund advanced, and waits while a refused part is open', () => {
  // 陇西: fund 20, bank 10, insurer 70
  const bearers = [
    bearer('fund', 2_000_00n),
    bearer('bank', 1_000_00n),
    bearer('insurer', 7_000_00n, 0n, true),
  ];
  expect(fundDue({ ...since, received: fen(1_000_00n), bearers })).toBe(900_00n);
  expect(fundDue({ ...since, bearers, partOpen: true })).toBeNull();
});
