import { describe, expect, it } from 'vitest';
import { date } from '../../../src/kernel/date.ts';
import { Failure } from '../../../src/kernel/failure.ts';
import { fen, formatYuan, parseYuan, type Fen } from '../../../src/kernel/money.ts';
import {
  assessClaim,
  type ClaimedLoss,
  type ClaimGround,
} from '../../../src/domains/risk-fund/core/assess-claim.ts';
import { interestUnclaimed, type EarlierClaims } from '../../../src/domains/risk-fund/core/earlier-claims.ts';
import type { FundTerms } from '../../../src/domains/risk-fund/core/fund-terms.ts';
import { fundTerms } from '../../support/fund-terms.ts';

const yuan = (text: string) => parseYuan(text) ?? fen(-1n);
const claimed = (changes: Partial<ClaimedLoss> = {}): ClaimedLoss => ({
  principal: yuan('50000.00'),
  interest: yuan('1187.50'),
  disposed: yuan('0.00'),
  documents: ['contract', 'voucher', 'dunning'],
  ...changes,
});
const ground = (changes: Partial<ClaimGround> = {}): ClaimGround => ({
  today: date('2019-05-06'),
  outstanding: yuan('50000.00'),
  early: false,
  earlier: null,
  owedInterest: yuan('1187.50'),
  trigger: { dueOn: date('2019-01-15'), graded: null, lossDeterminedOn: null },
  dunnings: [
    { on: date('2019-02-01'), kind: 'notice_signed', proven: true },
    { on: date('2019-03-15'), kind: 'notice_posted', proven: false },
  ],
  pool: yuan('1000000.00'),
  book: { own: yuan('50000.00'), earlier: yuan('0.00'), total: yuan('9000000.00') },
  files: ['contract', 'voucher', 'dunning'],
  kept: null,
  coverRoom: null,
  lossYear: null,
  ...changes,
});
const assess = (
  terms: Partial<FundTerms> = {},
  loss: Partial<ClaimedLoss> = {},
  facts: Partial<ClaimGround> = {},
) => assessClaim(fundTerms(terms), claimed(loss), ground(facts));

function refusal(work: () => unknown): string {
  try {
    work();
    return 'accepted';
  } catch (error) {
    if (error instanceof Failure) return [error.code, ...error.errors.map((e) => e.pointer)].join(' ');
    throw error;
  }
}

describe('a claim for one loan', () => {
  it('shares principal and contract interest 7:3', () => {
    const found = assess();
    expect(found).toMatchObject({ triggered_on: '2019-04-15', dunning_count: 2, covered_fen: 50_000_00n });
    expect([found.loss_fen, found.fund_fen].map(formatYuan)).toEqual(['51187.50', '35831.25']);
    expect(found.shares.map(({ path, party }) => `${path} ${party}`)).toEqual(['1 fund', '2 bank']);
  });

  it('黄平: 70:30, and the fund part 50/30/20 between county, township and village', () => {
    const nested = ['county', 'township', 'village'].map((party, index) => ({
      party,
      percent: [500_000, 300_000, 200_000][index] ?? 0,
      nested: [],
    }));
    const shares = [
      { party: 'fund', percent: 700_000, nested },
      { party: 'bank', percent: 300_000, nested: [] },
    ];
    const rows = assess({ shares }).shares.map(
      (row) => `${row.path} ${row.party} ${formatYuan(row.amount_fen)}`,
    );
    expect(rows).toEqual([
      '1 fund 35831.25',
      '1.1 county 17915.63',
      '1.2 township 10749.37',
      '1.3 village 7166.25',
      '2 bank 15356.25',
    ]);
  });

  it('counts principal only, interest up to a cap, or what disposal left over, as the terms say', () => {
    const loss = (terms: Partial<FundTerms>, given: Partial<ClaimedLoss> = {}) =>
      formatYuan(assess(terms, given).loss_fen);
    expect(loss({ loss_basis: 'principal' })).toBe('50000.00');
    const capped = {
      loss_basis: 'principal_and_interest_capped',
      interest_cap_fen: yuan('1000.00'),
    } as const;
    expect(loss(capped)).toBe('51000.00');
    expect(loss(capped, { interest: yuan('300.00') })).toBe('50300.00');
    expect(loss({ loss_basis: 'net_of_disposal' }, { disposed: yuan('20000.00') })).toBe('31187.50');
  });

  it('广西 桂财农〔2017〕58号: what lies outside the leverage cap has no cover, interest in proportion', () => {
    const book = { own: yuan('50000.00'), earlier: yuan('9980000.00'), total: yuan('11000000.00') };
    const found = assess({}, {}, { book });
    expect([found.covered_fen, found.interest_fen, found.loss_fen].map(formatYuan)).toEqual([
      '20000.00',
      '475.00',
      '20475.00',
    ]);
    const outside = { ...book, earlier: yuan('10000000.00') };
    expect(refusal(() => assess({}, {}, { book: outside }))).toBe('risk-fund.outside-cap');
  });

  it('lets what was recovered lower the covered part in the same proportion, never to the cost of the fund', () => {
    const kept = { cap: yuan('40000.00'), covered: yuan('40000.00') };
    const loss = (disposed: string, covered = '40000.00', interest = '0.00') =>
      formatYuan(
        assess(
          {},
          { interest: yuan(interest), disposed: yuan(disposed) },
          { kept: { ...kept, covered: yuan(covered) } },
        ).loss_fen,
      );
    // four fifths of 30,000 fall to the 40,000 that are covered
    expect(loss('30000.00')).toBe('16000.00');
    expect(loss('30000.00', '50000.00')).toBe('20000.00');
    expect(loss('30000.00', '40000.00', '1187.50')).toBe('16950.00');
    // two thirds of a fen count as one
    expect(loss('0.01', '33333.33')).toBe('33333.32');
    expect(assess({}, { disposed: yuan('30000.00') }, { kept }).disposed_fen).toBe(yuan('30000.00'));
  });

  it('counts a notice with its scan only where the measures ask proof, and names those without', () => {
    const dunnings = ground().dunnings.map((dunning) => ({ ...dunning, proven: true }));
    expect(assess({ dunning_proof_required: true }, {}, { dunnings }).dunning_count).toBe(2);
    expect(assess().dunning_count).toBe(2);
    expect(() => assess({ dunning_proof_required: true })).toThrow(
      expect.objectContaining({
        code: 'risk-fund.dunning-unproven',
        facts: { unproven: ['2019-03-15'], wanted: 2 },
      }),
    );
  });

  it.each<[string, Partial<ClaimedLoss>, Partial<ClaimGround>]>([
    ['risk-fund.not-triggered', {}, { today: date('2019-04-14') }],
    [
      'risk-fund.not-dunned',
      {},
      { dunnings: [{ on: date('2019-02-01'), kind: 'notice_signed', proven: true }] },
    ],
    ['risk-fund.documents-missing /documents', { documents: ['contract', 'voucher'] }, {}],
    ['risk-fund.principal-above-outstanding /principal', { principal: yuan('50000.01') }, {}],
    ['risk-fund.interest-above-owed /interest', { interest: yuan('1187.51') }, {}],
    ['risk-fund.no-loss', { disposed: yuan('60000.00') }, {}],
    ['accepted', {}, { today: date('2019-04-15') }],
  ])('answers %s', (code, loss, facts) => {
    expect(refusal(() => assess({}, loss, facts))).toBe(code);
  });

  it('waits for the grading or the determination that the terms ask for', () => {
    const graded = { trigger_kind: 'loan_class', trigger_days: null, trigger_class: 'loss' } as const;
    expect(refusal(() => assess(graded))).toBe('risk-fund.not-triggered');
  });
});

describe('a claim by instalments', () => {
  const earlier = (changes: Partial<EarlierClaims> = {}): EarlierClaims => ({
    ...{ principalFrom: yuan('20000.00'), interestFrom: yuan('0.00'), ripe: yuan('40000.00') },
    ...{ covered: yuan('20000.00'), interest: yuan('300.00'), borne: new Map<string, Fen>() },
    ...changes,
  });
  const second = { principal: yuan('20000.00'), interest: yuan('500.00') };

  it('goes on from the one before, within what has waited', () => {
    expect(assess({}, second, { early: true, earlier: earlier() })).toMatchObject({
      ...{
        principal_from_fen: 20_000_00n,
        interest_from_fen: 0n,
        loss_fen: 20_500_00n,
        fund_fen: 14_350_00n,
      },
    });
    const more = { ...second, principal: yuan('20000.01') };
    expect(refusal(() => assess({}, more, { early: true, earlier: earlier() }))).toBe(
      'risk-fund.instalments-not-ripe /principal',
    );
  });

  it('has what earlier claims leave of the cover, the cap on interest and the cap of a payer', () => {
    const kept = { cap: yuan('90000.00'), covered: yuan('30000.00') };
    expect(assess({}, second, { earlier: earlier(), kept })).toMatchObject({
      ...{ covered_fen: 10_000_00n, interest_fen: 250_00n, loss_fen: 10_250_00n },
    });
    const capped = { loss_basis: 'principal_and_interest_capped', interest_cap_fen: yuan('400.00') } as const;
    expect(assess(capped, second, { earlier: earlier() }).loss_fen).toBe(20_100_00n);
    const waterfall = [
      {
        ...({ party: 'fund', basis: 'principal', cap: '15000.00', advances: false, layer: null } as const),
        ...{ waiting_months: 0, waiting_days: 0 },
      },
    ];
    const payers = { waterfall, refused_part: 'bank', loss_basis: 'principal' } as const;
    const before = earlier({ borne: new Map([['fund', yuan('14000.00')]]) });
    expect(assess(payers, second, { earlier: before }).fund_fen).toBe(1_000_00n);
  });

  it('claims interest that no earlier claim holds, also after some of it was paid', () => {
    const left = (from: string, paid: string, owed: string) =>
      formatYuan(interestUnclaimed({ interestFrom: yuan(from) }, yuan(paid), yuan(owed)));
    expect(left('0.00', '0.00', '500.00')).toBe('500.00');
    expect(left('500.00', '0.00', '800.00')).toBe('300.00');
    expect(left('500.00', '200.00', '600.00')).toBe('300.00');
    expect(left('500.00', '600.00', '100.00')).toBe('100.00');
    expect(left('500.00', '0.00', '400.00')).toBe('0.00');
  });
});
