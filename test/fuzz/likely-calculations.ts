import { subsidyCase } from '../unit/calculator/subsidy-case.ts';
import type { Recipe } from './likely.ts';

/** One good case of every kind of calculation. */
const CASES: Readonly<Record<string, unknown>> = {
  subsidy: subsidyCase(),
  schedule: {
    id: 's',
    principal: '50000.00',
    annual_percent: '4.75',
    disbursed_on: '2024-01-15',
    method: 'equal_instalment',
    day_count: 'act_360',
    instalment_base: 'real_days',
    count: 12,
    every_months: 1,
    first_due_on: '2024-02-15',
  },
  dividend: {
    id: 'd',
    invested: '50000.00',
    floor_annual_percent: '8',
    from: '2016-05-18',
    to: '2017-05-18',
    day_count: 'whole_years',
    profit: '7000.00',
    profit_share_percent: '70',
    reinvested: '0.00',
    floor_counts_reinvested: false,
    paid: '3000.00',
  },
  allot: { id: 'a', total: '700.00', weights: ['1', '1', '1'], unit: '0.01' },
  loss: {
    id: 'l',
    principal: '50000.00',
    interest: '1187.50',
    recovered: '0.00',
    basis: 'principal_and_interest',
    shares: [
      { party: 'fund', percent: '70', nested: [{ party: 'county', percent: '100' }] },
      { party: 'bank', percent: '30' },
    ],
  },
  words: { id: 7, amount: '1680.32' },
  check: { kind: 'resident_id', value: '11010519491231002x' },
};

export const CALCULATION_RECIPES: Readonly<Record<string, Recipe>> = {
  calculate: async (ask) => {
    const kind = ask.chance.pick(Object.keys(CASES));
    return { actor: null, params: { kind }, json: CASES[kind] };
  },
};
