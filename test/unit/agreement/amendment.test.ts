import { describe, expect, it } from 'vitest';
import {
  assessAmendment,
  differencesOf,
  regimeOn,
  type AmendmentGround,
  type VersionTerms,
} from '../../../src/domains/agreement/core/amendment.ts';
import { periodFloors } from '../../../src/domains/agreement/core/period-floors.ts';
import type { FloorTerms } from '../../../src/domains/agreement/core/yearly-floors.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';

const SIGNED: VersionTerms = {
  floor_percent: 80_000,
  profit_share_percent: 700_000,
  reinvested_percent: 0,
  term_months: 36,
  ladder: null,
  account_bank: '某县农村信用联社',
  account_no: '27011012000001234567',
  deposit: null,
  guarantor: null,
  training_sessions: 2,
  job_promise: null,
  inspection_days: 5,
  principal_lead_days: 10,
};
const GROUND: AmendmentGround = {
  rules: {
    ...{ ledAllowed: true, ledUntil: date('2017-07-25'), regime: 'permitted_2015_2017' },
    ...{ floorPercent: 80_000, floorCapPercent: 120_000, frequency: 'yearly' },
  },
  leastSharePercent: 700_000,
  ladder: [],
  before: SIGNED,
  since: date('2016-05-18'),
  arrivedOn: date('2016-05-18'),
  loanTermMonths: 36,
  today: date('2016-10-10'),
};
const codes = (on: string, changes: Partial<VersionTerms>, ground: Partial<AmendmentGround> = {}): string[] =>
  assessAmendment(date(on), { ...SIGNED, ...changes }, { ...GROUND, ...ground }).map(({ code }) =>
    code.replace('agreement.amendment-', ''),
  );

describe('what an amendment may say', () => {
  it('raises the rate from a day to come', () => {
    expect(codes('2016-10-10', { floor_percent: 90_000 })).toEqual([]);
  });

  it.each<[string, Partial<VersionTerms>, Partial<AmendmentGround>, string[]]>([
    ['2016-11-01', {}, {}, ['nothing']],
    ['2016-10-09', { floor_percent: 90_000 }, {}, ['past']],
    ['2016-10-10', { floor_percent: 90_000 }, { since: date('2016-10-10') }, ['order']],
    ['2019-05-18', { floor_percent: 90_000 }, {}, ['within']],
    ['2016-11-01', { floor_percent: 79_999 }, {}, ['floor']],
    ['2016-11-01', { floor_percent: 120_001 }, {}, ['cap']],
    ['2016-11-01', { profit_share_percent: 699_999 }, {}, ['share']],
    ['2016-11-01', { term_months: 48 }, {}, ['loan-term']],
    ['2017-07-26', { term_months: 30 }, { today: date('2017-07-26') }, []],
    ['2017-07-26', { term_months: 48 }, { today: date('2017-07-26'), loanTermMonths: 60 }, ['runoff']],
    ['2017-07-25', { term_months: 48 }, { today: date('2017-07-25'), loanTermMonths: 60 }, []],
  ])('on %s %j', (on, changes, ground, expected) => {
    expect(codes(on, changes, ground)).toEqual(expected);
  });

  it('never falls behind the ladder of the policy, in any later year', () => {
    const ladder = [{ everyYears: 1, ratePercent: 5_000 }];
    // 8.5 % on the day, but 9 % are promised from the second anniversary
    expect(codes('2017-06-01', { floor_percent: 85_000, ladder: [] }, { ladder })).toEqual(['floor']);
    expect(codes('2017-06-01', { floor_percent: 90_000, ladder: [] }, { ladder })).toEqual([]);
    expect(codes('2017-06-01', { floor_percent: 85_000, training_sessions: 3 }, { ladder })).toEqual([]);
  });

  it('tells each difference in the words of the paper', () => {
    const after = { ...SIGNED, term_months: 24, ladder: [{ everyYears: 2, ratePercent: 5_000 }] };
    expect(differencesOf(SIGNED, { ...after, job_promise: '岗位2个' })).toEqual([
      { field: 'term_months', label: '合作期限', before: '36个月', after: '24个月' },
      {
        ...{ field: 'ladder', label: '保底收益率递增', before: '按政策版本的规定' },
        after: '每满2年提高0.5个百分点',
      },
      { field: 'job_promise', label: '务工承诺', before: '未约定', after: '岗位2个' },
    ]);
  });
});

describe('the regime of a day', () => {
  it('is permitted to the last day, then runs off; what forbids, forbids', () => {
    expect(regimeOn(GROUND.rules, date('2017-07-25'))).toBe('PERMITTED_2015_2017');
    expect(regimeOn(GROUND.rules, date('2017-07-26'))).toBe('LEGACY_RUNOFF');
    expect(regimeOn({ ...GROUND.rules, regime: 'forbidden' }, date('2016-01-01'))).toBe('FORBIDDEN');
  });
});

const FLOORS: FloorTerms = {
  ...{ amount: fen(50_000_00n), percent: 80_000, dayBasis: 365, termMonths: 36, dueDay: '12-20' },
  ...{ ladder: [], capPercent: null, versions: [], end: null },
};
const ARRIVED = date('2015-12-20');

describe('the floor under several versions', () => {
  it('goes by days where the version changes within a year, whole where it changes with the year', () => {
    const version = (on: string) => [{ on: date(on), percent: 90_000, ladder: [] }];
    const floors = (on: string) =>
      periodFloors({ ...FLOORS, versions: version(on) }, 'yearly', ARRIVED, []).map(({ floor }) => floor);
    expect(floors('2016-12-20')).toEqual([4_000_00n, 4_500_00n, 4_500_00n]);
    // 100 of 366 days at 8 %, 266 at 9 %: 4,000 × 100/366 + 4,500 × 266/366
    expect(floors('2016-03-29')[0]).toBe(4_363_39n);
  });

  it('climbs its own ladder on anniversaries of the arrival', () => {
    const versions = [
      { on: date('2016-12-20'), percent: 90_000, ladder: [{ everyYears: 1, ratePercent: 10_000 }] },
    ];
    const floors = periodFloors({ ...FLOORS, versions }, 'yearly', ARRIVED, []).map(({ floor }) => floor);
    expect(floors).toEqual([4_000_00n, 4_500_00n, 5_000_00n]);
  });

  it('ends with an early end, by days, never more than the year', () => {
    const end = { on: date('2017-03-20'), settleBy: date('2017-04-04') };
    const years = periodFloors({ ...FLOORS, end }, 'yearly', ARRIVED, []);
    expect(years.map(({ dueOn, floor }) => [dueOn, floor])).toEqual([
      ['2016-12-20', 4_000_00n],
      // 90 days of 365
      ['2017-04-04', 986_30n],
    ]);
    const last = { ...end, on: date('2016-12-20') };
    expect(periodFloors({ ...FLOORS, end: last }, 'yearly', ARRIVED, [])).toMatchObject([
      { dueOn: '2016-12-20' },
    ]);
  });
});
