import { describe, expect, it } from 'vitest';
import { date } from '../../../src/kernel/date.ts';
import {
  noticeDays,
  triggeredOn,
  type Dunning,
  type TriggerFacts,
  type TriggerRule,
} from '../../../src/domains/risk-fund/core/claim-trigger.ts';

const facts = (changes: Partial<TriggerFacts> = {}): TriggerFacts => ({
  dueOn: date('2019-01-15'),
  graded: null,
  lossDeterminedOn: null,
  ...changes,
});

describe('the day from which a claim may be filed', () => {
  it('金寨 30, 60, 南澳 90 days overdue, the due date being day 0', () => {
    const after = (days: number) => triggeredOn({ kind: 'days', days }, facts());
    expect([30, 60, 90].map(after)).toEqual(['2019-02-14', '2019-03-16', '2019-04-15']);
    expect(after(0)).toBe('2019-01-15');
  });

  it('黄平: a buffer of one month, of two at most, with the end of a short month', () => {
    const after = (months: number, dueOn = '2019-01-31') =>
      triggeredOn({ kind: 'grace_months', months }, facts({ dueOn: date(dueOn) }));
    expect([after(1), after(2)]).toEqual(['2019-02-28', '2019-03-31']);
  });

  it('the class of loss, or doubtful or worse, from the day the bank graded it', () => {
    const graded = { loanClass: 'doubtful', on: date('2019-06-30') } as const;
    expect(triggeredOn({ kind: 'loan_class', from: 'doubtful' }, facts({ graded }))).toBe('2019-06-30');
    expect(triggeredOn({ kind: 'loan_class', from: 'loss' }, facts({ graded }))).toBeNull();
    expect(triggeredOn({ kind: 'loan_class', from: 'loss' }, facts())).toBeNull();
  });

  it('广西 桂财规〔2019〕5号: the day the loss was determined', () => {
    const rule: TriggerRule = { kind: 'loss_determined' };
    expect(triggeredOn(rule, facts({ lossDeterminedOn: date('2020-03-02') }))).toBe('2020-03-02');
    expect(triggeredOn(rule, facts())).toBeNull();
  });
});

describe('黄平: dunning before the trigger', () => {
  const dunning = (on: string, kind: Dunning['kind'] = 'notice_signed'): Dunning => ({
    on: date(on),
    kind,
    proven: false,
  });
  const span = { dueOn: date('2019-01-15'), triggeredOn: date('2019-04-15') };
  const ninety: TriggerRule = { kind: 'days', days: 90 };

  it('counts notices signed or posted from the due date, before the trigger', () => {
    const kept = [dunning('2019-01-15'), dunning('2019-03-01', 'notice_posted'), dunning('2019-04-14')];
    expect(noticeDays(kept, ninety, span)).toEqual(['2019-01-15', '2019-03-01', '2019-04-14']);
  });

  it('leaves out reminders before the due date, notices on the trigger day or later, visits and calls', () => {
    const out = [
      dunning('2019-01-14'),
      dunning('2019-04-15'),
      dunning('2019-05-01'),
      dunning('2019-02-01', 'visit'),
      dunning('2019-02-02', 'call'),
    ];
    expect(noticeDays(out, ninety, span)).toEqual([]);
  });

  it('counts a day once, however many notices went out on it', () => {
    const twice = [dunning('2019-02-01'), dunning('2019-02-01', 'notice_posted')];
    expect(noticeDays(twice, ninety, span)).toEqual(['2019-02-01']);
  });

  it('counts every notice before a grading, which may come before the loan is due', () => {
    const early = { dueOn: date('2021-01-15'), triggeredOn: date('2019-04-15') };
    expect(noticeDays([dunning('2019-02-01')], { kind: 'loan_class', from: 'loss' }, early)).toHaveLength(1);
  });
});
