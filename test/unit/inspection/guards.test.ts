import { describe, expect, it } from 'vitest';
import { BEGIN_GUARDS } from '../../../src/domains/inspection/core/begin-guards.ts';
import { DIVIDEND_GUARDS } from '../../../src/domains/inspection/core/dividend-guards.ts';
import { FUND_GUARDS } from '../../../src/domains/inspection/core/fund-guards.ts';
import { LEDGER_GUARDS } from '../../../src/domains/inspection/core/ledger-guards.ts';
import { LOAN_GUARDS } from '../../../src/domains/inspection/core/loan-guards.ts';
import { INSURANCE_GUARDS } from '../../../src/domains/inspection/core/insurance-guards.ts';
import { MUTUAL_GUARDS } from '../../../src/domains/inspection/core/mutual-guards.ts';
import { REGISTER_GUARDS } from '../../../src/domains/inspection/core/register-guards.ts';
import { SHARE_GUARDS } from '../../../src/domains/inspection/core/share-guards.ts';
import { SUBSIDY_GUARDS } from '../../../src/domains/inspection/core/subsidy-guards.ts';

const SLICES = {
  begin: BEGIN_GUARDS,
  dividend: DIVIDEND_GUARDS,
  fund: FUND_GUARDS,
  ledger: LEDGER_GUARDS,
  loan: LOAN_GUARDS,
  insurance: INSURANCE_GUARDS,
  mutual: MUTUAL_GUARDS,
  register: REGISTER_GUARDS,
  share: SHARE_GUARDS,
  subsidy: SUBSIDY_GUARDS,
};

describe('guards', () => {
  it('are named once, by triggers', () => {
    const guards = Object.values(SLICES).flat();
    expect(new Set(guards).size).toBe(guards.length);
    for (const name of guards) expect(name).toMatch(/^[a-z][a-z0-9_]+$/);
  });

  it.each(Object.entries(SLICES))('of %s are some', (_slice, guards) => {
    expect(guards).not.toEqual([]);
  });
});
