import { expect, it } from 'vitest';
import { checkCall, type CallGround } from '../../../src/domains/loan/core/check-call.ts';
import { date } from '../../../src/kernel/date.ts';

const ground: CallGround = {
  servedOn: date('2017-06-12'),
  proven: true,
  grounded: true,
  calledBefore: false,
};
const verdict = (call: Partial<CallGround> = {}, on = '2017-06-15') =>
  checkCall(
    {
      disbursedOn: date('2016-04-01'),
      maturesOn: date('2019-04-01'),
      lastExtendedOn: date('2016-05-01'),
      call: { ...ground, ...call },
    },
    date(on),
  )?.code ?? null;

it('a loan is called due within its term, by a notice served and proven by then, for a fact', () => {
  expect(verdict()).toBeNull();
  expect(verdict({}, '2017-06-12')).toBeNull();
  expect(verdict({}, '2017-06-11')).toBe('loan.call-without-notice');
  expect(verdict({ servedOn: null })).toBe('loan.call-without-notice');
  expect(verdict({ proven: false })).toBe('loan.call-unproven');
  expect(verdict({ grounded: false })).toBe('loan.call-groundless');
  expect(verdict({}, '2019-04-01')).toBe('loan.call-out-of-term');
  expect(verdict({}, '2016-04-01')).toBe('loan.call-out-of-term');
});

it('a loan is called due once: an earlier day is refused too', () => {
  expect(verdict({ calledBefore: true })).toBe('loan.call-out-of-term');
});
