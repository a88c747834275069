import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkLedger, type CheckedLedger } from '../../../src/domains/loan/core/ledger/check-ledger.ts';
import type { LedgerCell } from '../../../src/domains/loan/core/ledger/ledger-cell.ts';
import { LEDGER_COLUMNS } from '../../../src/domains/loan/core/ledger/ledger-columns.ts';
import { groupOfProduct } from '../../../src/domains/loan/core/ledger/ledger-group.ts';
import { remarkOf, remarksOf } from '../../../src/domains/loan/core/ledger/ledger-remarks.ts';
import { ledgerHeads, ledgerRow, type LedgerLine } from '../../../src/domains/loan/core/ledger/ledger-row.ts';
import { FUNDING_SOURCES, SECURITY_KINDS } from '../../../src/domains/loan/core/loan-kind.ts';
import { addDays, addMonths, date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { numbered, termsOf } from '../../support/ledgers.ts';
import { residentId } from '../../support/resident-id.ts';

const PRODUCTS = {
  microloan: {
    version: 'gansu-2016',
    from: '2016-01-01',
    months: 36,
    most: 50_000,
    rate: 43_500,
    purpose: '养牛',
  },
  student: {
    version: 'student-origin-2020',
    from: '2021-01-01',
    months: 120,
    most: 20_000,
    rate: 40_000,
    purpose: '台账未载明',
  },
  relocation: {
    version: 'relocation-2016',
    from: '2016-01-01',
    months: 240,
    most: 60_000,
    rate: 48_000,
    purpose: '搬迁建房',
  },
} as const;
type Product = keyof typeof PRODUCTS;

/** A rating and line, with debts of before or without. */
const credits = fc
  .record({ line: fc.integer({ min: 0, max: 50_000 }), behind: fc.boolean(), earlier: fc.boolean() })
  .map(({ line, behind, earlier }) => ({
    grade: 'AA',
    line_fen: fen(BigInt(line) * 100n),
    bank_name: '会宁农商行',
    granted_on: date('2015-12-01'),
    earlier_balance_fen: earlier ? fen(8_000_00n) : null,
    earlier_overdue_fen: earlier && behind ? fen(1_000_00n) : null,
    earlier_overdue_on: earlier && behind ? date('2015-06-01') : null,
    earlier_interest_fen: earlier && behind ? fen(55_50n) : null,
    earlier_interest_on: earlier && behind ? date('2015-06-20') : null,
  }));

/** A lent loan of any product; `no` keeps its people apart from those of other rows. */
const lineOf = (no: number): fc.Arbitrary<LedgerLine> =>
  fc
    .record({
      product: fc.constantFrom<Product[]>('microloan', 'student', 'relocation'),
      yuan: fc.integer({ min: 1_000, max: 20_000 }),
      repaidShare: fc.constantFrom(0n, 1n, 2n),
      day: fc.integer({ min: 0, max: 200 }),
      studied: fc.integer({ min: 30, max: 900 }),
      funding_source: fc.constantFrom(...FUNDING_SOURCES),
      security: fc.constantFrom(...SECURITY_KINDS),
      bridge: fc.boolean(),
      should_have: fc.constant(false),
      extended: fc.boolean(),
      called: fc.boolean(),
      resets: fc.integer({ min: 0, max: 2 }),
      credit: fc.option(credits),
    })
    .map(({ product, yuan, repaidShare, day, studied, credit, extended, called, resets, ...kind }) => {
      const plan = PRODUCTS[product];
      const disbursed = addDays(date(plan.from), day);
      const calledOn = called ? addMonths(disbursed, 5) : null;
      const principal = BigInt(yuan) * 100n;
      const repaid = (principal / 4n / 10_000n) * 10_000n * repaidShare;
      const idNo = residentId('20030505', no);
      const adult = residentId('19800505', no);
      return {
        ...kind,
        id: BigInt(no),
        product_code: product,
        township_name: '红崖镇',
        village_name: '红崖村',
        group_no: '二组',
        head_name: '户主甲',
        head_id_no: adult,
        member_count: 4,
        borrower_name: product === 'student' ? '学生乙' : '户主甲',
        borrower_id_no: product === 'student' ? idNo : adult,
        relation: product === 'student' ? 'child' : 'householder',
        status: 'registered_poor',
        principal_fen: fen(principal),
        term_months: plan.months,
        disbursed_on: disbursed,
        matures_on: calledOn ?? addMonths(disbursed, plan.months + (extended ? 6 : 0)),
        contractMaturesOn: extended || calledOn ? addMonths(disbursed, plan.months) : null,
        calledOn,
        extensions: extended
          ? [{ on: addMonths(disbursed, plan.months - 1), maturesOn: addMonths(disbursed, plan.months + 6) }]
          : [],
        rateChanges: Array.from({ length: resets }, (_, at) => ({
          on: addMonths(disbursed, 12 * (at + 1)),
          annualPercent: plan.rate - (at + 1) * 1_250,
        })),
        annual_percent: plan.rate,
        bank_name: '甘肃银行',
        repaid_fen: fen(repaid),
        repaid_on: repaid > 0n ? addDays(disbursed, 100) : null,
        outstanding_fen: fen(principal - repaid),
        overdue_fen: null,
        overdue_since: null,
        purpose_text: plan.purpose,
        studies_end_on: product === 'student' ? addDays(disbursed, studied) : null,
        credit: product === 'microloan' ? credit : null,
        unpaid_fen: null,
        unpaid_since: null,
      };
    });

const sheet = (lines: readonly LedgerLine[]): LedgerCell[][] => [
  ...ledgerHeads(),
  ...lines.map((line, at) => ledgerRow(line, at + 1, fen(0n)) as LedgerCell[]),
];
const readAs = (rows: readonly (readonly LedgerCell[])[], product: Product): CheckedLedger =>
  checkLedger(numbered(rows), {
    unit: '元',
    asOf: date('2023-01-01'),
    terms: termsOf(PRODUCTS[product].version),
  });

/** What a row tells of rating, line and debts of before. */
function creditOf({ credit }: LedgerLine) {
  const none = { balance: null, overdue: null, overdueOn: null, interest: null, interestOn: null };
  if (credit === null)
    return { creditGrade: '', creditLine: null, creditBank: '', creditGrantedOn: null, earlier: none };
  return {
    creditGrade: credit.grade,
    creditLine: credit.line_fen,
    creditBank: credit.bank_name,
    creditGrantedOn: credit.granted_on,
    earlier: {
      balance: credit.earlier_balance_fen,
      overdue: credit.earlier_overdue_fen,
      overdueOn: credit.earlier_overdue_on,
      interest: credit.earlier_interest_fen,
      interestOn: credit.earlier_interest_on,
    },
  };
}

const toldOf = (line: LedgerLine) => ({
  ...creditOf(line),
  borrower: line.borrower_id_no,
  householder: line.head_id_no,
  relation: line.relation,
  principal: line.principal_fen,
  termMonths: line.term_months,
  drawdownOn: line.disbursed_on,
  maturityOn: line.matures_on,
  annualRate: line.annual_percent,
  contractMaturesOn: line.contractMaturesOn,
  extensions: line.extensions,
  calledOn: line.calledOn,
  rateChanges: line.rateChanges,
  repaid: line.repaid_fen,
  repaidOn: line.repaid_on,
  balance: line.outstanding_fen,
  lendingBank: line.bank_name,
  purposeText: line.purpose_text,
  studiesEndOn: line.studies_end_on,
  bridge: line.bridge ? true : null,
  fundingSource: line.funding_source === 'own' ? null : line.funding_source,
  security: line.security === 'none' ? null : line.security,
});

describe('a ledger that goes out and comes in again', () => {
  it('tells the same loans, each product out of its own columns, and skips those of the others', () => {
    const lines = fc
      .integer({ min: 1, max: 6 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => lineOf(at + 1))));
    fc.assert(
      fc.property(lines, (all) => {
        for (const product of ['microloan', 'student', 'relocation'] as const) {
          const own = all.filter((line) => groupOfProduct(line.product_code) === groupOfProduct(product));
          const checked = readAs(sheet(all), product);
          expect(checked.rejected).toEqual([]);
          expect(checked.rows + checked.skipped.length).toBe(all.length);
          expect(
            checked.accepted.map((loan) => ({
              ...Object.fromEntries(Object.keys(toldOf(all[0]!)).map((key) => [key, loan[key as 'balance']])),
              borrower: loan.borrower.idNo,
              householder: loan.householder.idNo,
            })),
          ).toEqual(own.map(toldOf));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a student row', () => {
  const [line] = fc.sample(
    lineOf(1).filter(
      (each) => each.product_code === 'student' && each.repaid_fen === 0n && each.contractMaturesOn === null,
    ),
    1,
  );
  const row = ledgerRow(line!, 1, fen(0n)) as LedgerCell[];
  const remarks = LEDGER_COLUMNS.length - 1;
  const faultsOf = (cell: LedgerCell, more: readonly (readonly LedgerCell[])[] = []) =>
    readAs([...ledgerHeads(), row.with(remarks, cell), ...more], 'student').rejected.flatMap((each) =>
      each.faults.map(({ code, field }) => `${code} ${field}`),
    );
  const ends = (day: string) => `贷款银行：甘肃银行；毕业日期：${day}`;

  it.each<[string, LedgerCell, string[]]>([
    ['without the end of the studies', '贷款银行：甘肃银行', ['studies_unknown studies_end_on']],
    ['with one that is no day', ends('明年'), ['bad_code studies_end_on']],
    ['with one before the drawdown', ends('2020-12-31'), ['date_order studies_end_on']],
    ['with one after the maturity', ends('2035-01-01'), ['date_order studies_end_on']],
    ['with a word for the bridge that is none', `${ends('2022-07-01')}；过桥贷款：或许`, ['bad_code bridge']],
    ['whole', ends('2022-07-01'), []],
  ])('%s', (_name, cell, expected) => {
    expect(faultsOf(cell)).toEqual(expected);
  });

  it('of a student who took up more than a year allows is out', () => {
    const amount = LEDGER_COLUMNS.findIndex(({ name }) => name === 'student_loan_amount');
    const balance = LEDGER_COLUMNS.findIndex(({ name }) => name === 'student_loan_balance');
    const second = row.with(amount, 19_500).with(balance, 1.95).with(remarks, ends('2022-07-01'));
    expect(faultsOf(ends('2022-07-01'), [second])).toEqual(['over_cap loan_amount']);
  });

  it.each([
    ['展期：2030-01-01起至2031-01-01', 'date_order extensions'],
    ['原到期日期：2030-09-01', 'date_order extensions'],
    ['原到期日期：2030-09-01；展期：下月起', 'bad_code extensions'],
    ['提前到期：2029-01-01', 'date_order called_on'],
    ['原到期日期：2030-09-01；提前到期：2029-01-01', 'date_order called_on'],
    ['原到期日期：2030-09-01；提前到期：当年', 'bad_code called_on'],
    ['利率调整：2022-09-01起4.3%、2021-09-01起4.2%', 'bad_code rate_changes'],
    ['利率调整：2019-09-01起4.3%', 'date_order rate_changes'],
  ])('that says %s is out', (words, found) => {
    expect(faultsOf(`${ends('2022-07-01')}；${words}`, [])).toContain(found);
  });

  it('reads the end of the studies from a column of its own as well', () => {
    const heads = ledgerHeads().map((cells, at) => [...cells, at === 1 ? '毕业日期' : '']);
    const own = [...row.with(remarks, '甘肃银行'), { date: '2022-07-01' }];
    const [loan] = readAs([...heads, own], 'student').accepted;
    expect(loan?.studiesEndOn).toBe('2022-07-01');
  });
});

describe('the remarks', () => {
  const still = { contractMaturesOn: null, extensions: [], calledOn: null, rateChanges: [] };

  it('hold labelled words that are found again, whatever stands around them', () => {
    const said = remarksOf({
      ...{ bank: '甘肃银行', studiesEndOn: date('2024-07-01'), bridge: true },
      ...{ fundingSource: 'relending', security: 'guarantor', ...still },
    });
    expect(said).toBe(
      '贷款银行：甘肃银行；毕业日期：2024-07-01；过桥贷款：是；资金来源：再贷款；担保方式：担保机构',
    );
    expect(remarkOf(`外出务工。${said ?? ''}`, 'studies_end_on')).toBe('2024-07-01');
    expect(remarkOf('毕业日期未定', 'studies_end_on')).toBeNull();
    expect(
      remarksOf({
        ...{
          bank: null,
          studiesEndOn: null,
          bridge: false,
          fundingSource: 'own',
          security: 'none',
          ...still,
        },
      }),
    ).toBeNull();
    const moved = remarksOf({
      ...{ bank: null, studiesEndOn: null, bridge: false, fundingSource: 'own', security: 'none' },
      contractMaturesOn: date('2019-04-01'),
      extensions: [{ on: date('2019-03-01'), maturesOn: date('2019-10-01') }],
      calledOn: date('2019-08-01'),
      rateChanges: [
        { on: date('2017-04-01'), annualPercent: 4_3500 },
        { on: date('2018-04-01'), annualPercent: 4_3000 },
      ],
    });
    expect(moved).toBe(
      '原到期日期：2019-04-01；展期：2019-03-01起至2019-10-01；提前到期：2019-08-01；利率调整：2017-04-01起4.35%、2018-04-01起4.3%',
    );
  });
});
