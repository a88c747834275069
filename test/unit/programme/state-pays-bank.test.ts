import { expect, it } from 'vitest';
import { statePaysBank } from '../../../src/domains/programme/core/state-pays-bank.ts';
import { PRESETS } from '../../../src/domains/programme/core/presets/programmes.ts';

it('the state pays the bank as interest accrues; a card, or a debit to be proved first, is another way', () => {
  const parameters = PRESETS[0]!.parameters;
  const under = (changes: Partial<typeof parameters.subsidy>): boolean =>
    statePaysBank({ subsidy: { ...parameters.subsidy, ...changes } });
  expect(under({ payee: 'bank', accruedOrPaid: 'accrued' })).toBe(true);
  expect(under({ payee: 'bank', accruedOrPaid: 'paid' })).toBe(false);
  expect(under({ payee: 'household_card', accruedOrPaid: 'accrued' })).toBe(false);
});
