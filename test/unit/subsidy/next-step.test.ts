import { expect, it } from 'vitest';
import type { BatchState } from '../../../src/domains/subsidy/core/batch-row.ts';
import { nextStep } from '../../../src/domains/subsidy/core/next-step.ts';
import { date } from '../../../src/kernel/date.ts';

const reviews = [
  { name: '乡镇初审', role: 'township_clerk', decided_on: date('2016-06-22'), due_on: null },
  { name: '县级复审', role: 'county_office', decided_on: null, due_on: date('2016-06-30') },
];
const next = (state: BatchState) =>
  nextStep({ state, gatherer: 'township', pay_by: date('2016-07-15') }, reviews);

it('names the post whose turn it is, and its day', () => {
  expect(next('returned')).toMatchObject({ act: 'submit', role: 'township_clerk' });
  expect(next('submitted')).toEqual({
    ...{ act: 'review', step_name: '县级复审', role: 'county_office', due_on: '2016-06-30' },
  });
  expect(next('noticed')).toMatchObject({ role: 'finance_approver', due_on: '2016-07-15' });
  expect(next('approved')).toMatchObject({ act: 'instruct', role: 'finance_payer' });
});

it('names nobody while the period runs, nor when all is paid', () => {
  expect(next('accruing')).toBeNull();
  expect(next('paid')).toBeNull();
});
