import { describe, expect, it } from 'vitest';
import { CALCULATOR_KINDS, calculate, errorReply, idOf } from '../../../src/domains/calculator/index.ts';
import { date } from '../../../src/kernel/date.ts';
import { Failure } from '../../../src/kernel/failure.ts';
import { subsidyCase, subsidyTerms } from './subsidy-case.ts';

const refusal = (kind: string, json: unknown): Failure => {
  try {
    calculate(kind, json);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('not refused');
};
const pointers = (kind: string, json: unknown) => refusal(kind, json).errors.map((error) => error.pointer);

describe('subsidy', () => {
  it('answers the case of the contract', () => {
    const reply = calculate('subsidy', subsidyCase());
    const lines = reply.lines as Record<string, unknown>[];
    expect(lines).toHaveLength(13);
    expect(lines[0]).toEqual({
      from: '2016-01-15',
      to: '2016-03-21',
      days: 66,
      interest: '435.42',
      penalty: '0.00',
      subsidy: '435.42',
      borrower_pays: '0.00',
      slices: [
        {
          from: '2016-01-15',
          to: '2016-03-21',
          days: 66,
          principal: '50000.00',
          subsidised_principal: '50000.00',
          annual_percent: '4.75',
          subsidy_annual_percent: '4.75',
          ratio_percent: '100',
          excluded: null,
        },
      ],
    });
    expect(lines[5]).toMatchObject({ interest: '496.11', subsidy: '496.11' });
    expect(lines[8]).toMatchObject({ from: '2017-12-21', interest: '329.92', subsidy: '228.42' });
    expect({ ...reply, lines: [] }).toEqual({
      id: 'a1',
      lines: [],
      total_interest: '5481.32',
      total_penalty: '0.00',
      total_subsidy: '5379.82',
    });
  });

  it('takes the ratio table in any order', () => {
    const rows = [
      { from: '2018-01-01', percent: '50' },
      { from: '2015-01-01', percent: '100' },
    ];
    const answer = (ratio: unknown[]) =>
      calculate('subsidy', subsidyCase({ terms: subsidyTerms({ ratio }) }));
    expect(answer(rows)).toEqual(answer([...rows].reverse()));
  });

  it('names every refused field', () => {
    const bad = subsidyCase({
      loan: { principal: '0.00', annual_percent: 4.75, disbursed_on: '2016-02-30', matures_on: '2019-01-15' },
      terms: subsidyTerms({ settlement: 'weekly', penalty_multiplier: '0.5', extra: 1 }),
      events: [
        { on: '2017-05-10', kind: 'principal_repaid', amount: '1e5' },
        { on: '2017-05-10', kind: 'given_away' },
        { on: '2017-05-10', kind: 'eligibility_restored', reason: 'x' },
      ],
      to: undefined,
    });
    expect(pointers('subsidy', bad)).toEqual([
      '/loan/principal',
      '/loan/annual_percent',
      '/loan/disbursed_on',
      '/terms/settlement',
      '/terms/penalty_multiplier',
      '/terms/extra',
      '/events/0/amount',
      '/events/1/kind',
      '/events/2/reason',
      '/to',
    ]);
  });

  it('passes on what the rules refuse', () => {
    const over = [{ on: '2017-05-10', kind: 'principal_repaid', amount: '50000.01' }];
    expect(pointers('subsidy', subsidyCase({ events: over }))).toEqual(['/events/0/amount']);
    const terms = subsidyTerms({ ceiling_annual_percent: null });
    expect(pointers('subsidy', subsidyCase({ terms }))).toEqual(['/terms/ceiling_annual_percent']);
    const twice = [
      { from: '2016-01-01', percent: '100' },
      { from: '2016-01-01', percent: '50' },
    ];
    expect(pointers('subsidy', subsidyCase({ terms: subsidyTerms({ ratio: twice }) }))).toEqual([
      '/terms/ratio/1/from',
    ]);
  });
});

describe('amounts', () => {
  it.each(['1e5', '50000.000', '-1.00', '+1', '.5', '1,000.00', '１００', '', ' 1', 100, null])(
    'refuses %j',
    (amount) => {
      expect(pointers('words', { id: 1, amount })).toEqual(['/amount']);
    },
  );
});

describe('the other kinds', () => {
  it('schedule: by a list of dates or by a series, not both', () => {
    const terms = {
      id: 's',
      principal: '50000.00',
      annual_percent: '4.75',
      disbursed_on: '2024-01-15',
      method: 'equal_instalment',
      day_count: 'act_360',
      instalment_base: 'nominal',
    };
    const series = { count: 2, every_months: 1, first_due_on: '2024-02-15' };
    const listed = { due_dates: ['2024-02-15', '2024-03-15'] };
    expect(calculate('schedule', { ...terms, ...series })).toEqual(
      calculate('schedule', { ...terms, ...listed }),
    );
    expect(calculate('schedule', { ...terms, ...series })).toMatchObject({
      id: 's',
      rows: [
        { no: 1, due_on: '2024-02-15', days: 31 },
        { no: 2, due_on: '2024-03-15', days: 29, balance: '0.00' },
      ],
    });
    expect(pointers('schedule', { ...terms, ...listed, count: 2 })).toEqual(['/count']);
    expect(pointers('schedule', { ...terms, count: 2 })).toEqual(['/every_months', '/first_due_on']);
    expect(pointers('schedule', { ...terms, due_dates: ['2024-01-15'] })).toEqual(['/due_dates/0']);
  });

  it('dividend', () => {
    const asked = {
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
    };
    expect(calculate('dividend', asked)).toEqual({
      id: 'd',
      floor: '4000.00',
      profit_share: '4900.00',
      due: '4900.00',
      cash_due: '4900.00',
      meets_floor: true,
      paid: '3000.00',
      shortfall: '1900.00',
      next_invested: '50000.00',
    });
    expect(calculate('dividend', { ...asked, profit: '-7000.00' })).toMatchObject({ due: '4000.00' });
    expect(pointers('dividend', { ...asked, to: '2017-06-18' })).toEqual(['/to']);
    expect(pointers('dividend', { ...asked, profit_share_percent: '101' })).toEqual([
      '/profit_share_percent',
    ]);
  });

  it('allot: parts and residue make the total', () => {
    const weights = ['1', '1', '1'];
    expect(calculate('allot', { id: 'a', total: '700.00', weights, unit: '0.01' })).toEqual({
      id: 'a',
      parts: ['233.34', '233.33', '233.33'],
      residue: '0.00',
    });
    expect(calculate('allot', { total: '700.50', weights, unit: '100' })).toEqual({
      parts: ['300.00', '200.00', '200.00'],
      residue: '0.50',
    });
    expect(calculate('allot', { total: '1.00', weights, unit: '0.001' })).toEqual({
      parts: ['0.334', '0.333', '0.333'],
      residue: '0.000',
    });
    expect(pointers('allot', { total: '1', weights: ['0', '0.0'], unit: '0' })).toEqual([
      '/weights',
      '/unit',
    ]);
    expect(pointers('allot', { total: '1', weights: [] })).toEqual(['/weights']);
    expect(pointers('allot', { total: '1', weights: ['1', '-1'] })).toEqual(['/weights/1']);
    // a refused weight in front, before any good one
    expect(pointers('allot', { total: '1', weights: ['-1', '2'] })).toEqual(['/weights/0']);
  });

  it('loss', () => {
    const asked = {
      id: 'l',
      principal: '50000.00',
      interest: '1187.50',
      recovered: '0.00',
      basis: 'principal_and_interest',
      shares: [
        {
          party: 'fund',
          percent: '70',
          nested: [
            { party: 'county', percent: '50' },
            { party: 'township', percent: '30' },
            { party: 'village', percent: '20' },
          ],
        },
        { party: 'bank', percent: '30' },
      ],
    };
    expect(calculate('loss', asked)).toEqual({
      id: 'l',
      loss: '51187.50',
      parts: [
        {
          party: 'fund',
          amount: '35831.25',
          nested: [
            { party: 'county', amount: '17915.63', nested: [] },
            { party: 'township', amount: '10749.37', nested: [] },
            { party: 'village', amount: '7166.25', nested: [] },
          ],
        },
        { party: 'bank', amount: '15356.25', nested: [] },
      ],
    });
    const [fund] = asked.shares;
    expect(pointers('loss', { ...asked, shares: [fund] })).toEqual(['/shares']);
    expect(pointers('loss', { ...asked, shares: [fund, { party: 'fund', percent: '30' }] })).toEqual([
      '/shares/1/party',
    ]);
    expect(pointers('loss', { ...asked, shares: [] })).toEqual(['/shares']);
  });

  it('words', () => {
    expect(calculate('words', { id: 7, amount: '1680.32' })).toEqual({
      id: 7,
      words: '人民币壹仟陆佰捌拾元零叁角贰分',
      accepted: ['人民币壹仟陆佰捌拾元叁角贰分'],
    });
    expect(calculate('words', { amount: '999999999999.99' })).toHaveProperty('words');
    expect(pointers('words', { amount: '0.00' })).toEqual(['/amount']);
    expect(pointers('words', { amount: '1000000000000.00' })).toEqual(['/amount']);
  });

  it('check: identifiers, with the reason of an invalid one', () => {
    const check = (kind: string, value: string, today?: string) =>
      calculate('check', { kind, value }, today === undefined ? undefined : date(today));
    expect(check('resident_id', '11010519491231002x')).toEqual({
      valid: true,
      normalised: '11010519491231002X',
      warnings: [],
      facts: { birth_date: '1949-12-31', sex: 'female', area_code: '110105' },
    });
    expect(check('resident_id', '110105194912310021')).toEqual({
      valid: false,
      normalised: '110105194912310021',
      warnings: ['公民身份号码的校验码不符，请对照证件核对'],
      facts: {},
    });
    expect(check('resident_id', '11010519491231002X', '1949-01-01')).toMatchObject({ valid: false });
    expect(check('uscc', '91350100M000100Y43')).toMatchObject({ valid: true });
    expect(check('bank_account', '270123456789')).toMatchObject({
      valid: true,
      facts: { account_type: 'passbook' },
    });
    expect(pointers('check', { kind: 'passport', value: 'x' })).toEqual(['/kind']);
  });
});

describe('every kind', () => {
  it.each(CALCULATOR_KINDS)('%s refuses unknown keys and what is no object, in Chinese', (kind) => {
    expect(pointers(kind, { id: 1, surprise: 1 })).toContain('/surprise');
    for (const json of [null, [], 'text', 5]) {
      const failure = refusal(kind, json);
      expect(failure.code).toBe('request.invalid');
      expect(failure.errors.every((error) => /[\u4e00-\u9fff]/.test(error.detail))).toBe(true);
    }
  });

  it('is one of those there are', () => {
    expect(refusal('toString', {}).code).toBe('calculator.unknown-kind');
  });

  it('gives refusals in the shape of the contract', () => {
    const json = { id: 'x', amount: '0' };
    expect(errorReply(idOf(json), refusal('words', json))).toEqual({
      id: 'x',
      error: {
        code: 'request.invalid',
        detail: expect.stringContaining('/amount') as string,
        errors: [{ pointer: '/amount', detail: '金额须在 0.01 元至 999999999999.99 元之间' }],
      },
    });
    expect(idOf([])).toBeNull();
    expect(idOf({ id: {} })).toBeNull();
  });
});
