import {
  demandFields,
  recourseFields,
  type DemandLine,
} from '../../src/domains/dividend/core/demand-sheet.ts';
import {
  payoutListFields,
  payoutListRows,
  type PayoutListFacts,
  type PayoutListLine,
} from '../../src/domains/dividend/core/payout-list-sheet.ts';
import { shareStatementFields } from '../../src/domains/dividend/core/share-statement-sheet.ts';
import { statementFields, type StatementFacts } from '../../src/domains/dividend/core/statement-sheet.ts';
import { composeSheet, loadTemplate, pageRowsOf, withRows } from '../../src/domains/document/index.ts';
import { date } from '../../src/kernel/date.ts';
import { fen } from '../../src/kernel/money.ts';
import type { Sheet } from '../../src/kernel/sheet.ts';

const stamp = (number: string) => ({
  issuedOn: date('2017-01-22'),
  printId: `${number}-1`,
  verifyUrl: 'https://sifang.example.cn/v/7QWE8RTY2MNP61TV',
  verifyCode: '7QWE-8RTY-2MNP-61TV',
});
const template = (name: string, version: string) => loadTemplate({ slice: 'dividend', name, version });
const ENTERPRISE = '泾川县旭康养殖农民专业合作社';

const PAID_LATE: StatementFacts = {
  ...{ stamp: stamp('SF-620821-2016-000123-FH1'), statementNo: 'SF-620821-2016-000123-FH1' },
  ...{ county: '泾川县', enterprise: ENTERPRISE, head: '张建国', householdNo: 'H620821-0007' },
  ...{ village: '红崖镇红崖村', agreementNo: 'SF-620821-2016-000123', project: '肉牛养殖' },
  ...{
    year_no: 1,
    part_no: 1,
    frequency: 'yearly',
    period_from: date('2016-01-15'),
    period_to: date('2016-12-20'),
    due_on: date('2016-12-20'),
  },
  ...{ invested_fen: fen(50_000_00n), floor_percent: 80_000, floor_fen: fen(3_726_03n) },
  ...{ profit_fen: -750_00n, profit_share_percent: 700_000, profit_share_fen: fen(0n) },
  earlier_fen: fen(0n),
  ...{
    due_fen: fen(3_726_03n),
    reinvested_fen: fen(0n),
    withheld_fen: fen(0n),
    received_fen: fen(3_726_03n),
  },
  ...{ paid_fen: fen(3_726_03n), unpaid_fen: fen(0n), state: 'cured' },
  ...{ late_fee_fen: fen(33_92n), late_fee_paid_fen: fen(0n) },
  years: [
    {
      ...{ year_no: 1, part_no: 1, frequency: 'yearly', due_on: date('2016-12-20') },
      ...{ invested_fen: fen(50_000_00n), floor_fen: fen(3_726_03n) },
      ...{ due_fen: fen(3_726_03n), paid_fen: fen(3_726_03n), unpaid_fen: fen(0n), state: 'cured' },
    },
    {
      ...{ year_no: 2, part_no: 1, frequency: 'yearly', due_on: date('2017-12-20') },
      ...{ invested_fen: fen(50_000_00n), floor_fen: fen(4_000_00n) },
      ...{ due_fen: fen(4_000_00n), paid_fen: fen(0n), unpaid_fen: fen(4_000_00n), state: 'upcoming' },
    },
  ],
  ...{ placed_fen: fen(50_000_00n), returned_fen: fen(0n), principal_due_on: date('2019-01-05') },
  principal_state: null,
  payments: [
    {
      ...{ payout_no: 'FH620821-2017-000001', component: 'deposit', net_fen: fen(3_726_03n) },
      ...{ account_last4: '5678', paid_on: date('2017-01-20') },
    },
  ],
  promised: { training_sessions: 2, job_promise: '提供肉牛饲养务工岗位1个' },
  services: [
    {
      ...{ on_date: date('2016-11-02'), member_name: '刘秀英', kind: 'employment', content: '肉牛饲养' },
      ...{ days: 20, wage_fen: fen(2_000_00n) },
    },
  ],
};

const quarter = (part: number, dueOn: string, amounts: { floor: bigint; due: bigint; paid: bigint }) => ({
  ...{ year_no: 1, part_no: part, frequency: 'quarterly' as const, due_on: date(dueOn) },
  ...{ invested_fen: fen(50_000_00n), floor_fen: fen(amounts.floor), due_fen: fen(amounts.due) },
  ...{ paid_fen: fen(amounts.paid), unpaid_fen: fen(amounts.due - amounts.paid) },
});

/**
 * The third payment of a year: 7,000 of profit so far at 70 % are 4,900, of which the first two owed
 * 1,720.55.
 */
const THIRD_QUARTER: Partial<StatementFacts> = {
  ...quarter(3, '2016-09-20', { floor: 1_008_22n, due: 3_179_45n, paid: 3_179_45n }),
  ...{ stamp: stamp('SF-620821-2016-000123-FH1-3'), statementNo: 'SF-620821-2016-000123-FH1-3' },
  ...{ period_from: date('2016-06-20'), period_to: date('2016-09-20'), state: 'met' },
  ...{ profit_fen: 7_000_00n, earlier_fen: fen(1_720_55n), profit_share_fen: fen(3_179_45n) },
  ...{ received_fen: fen(3_179_45n), late_fee_fen: fen(0n) },
  years: [
    { ...quarter(1, '2016-03-20', { floor: 712_33n, due: 712_33n, paid: 712_33n }), state: 'met' },
    { ...quarter(2, '2016-06-20', { floor: 1_008_22n, due: 1_008_22n, paid: 1_008_22n }), state: 'met' },
    { ...quarter(3, '2016-09-20', { floor: 1_008_22n, due: 3_179_45n, paid: 3_179_45n }), state: 'met' },
    { ...quarter(4, '2016-12-20', { floor: 997_26n, due: 997_26n, paid: 0n }), state: 'upcoming' },
  ],
  payments: [
    {
      ...{ payout_no: 'FH620821-2016-000003', component: 'enterprise', net_fen: fen(3_179_45n) },
      ...{ account_last4: '5678', paid_on: date('2016-10-12') },
    },
  ],
  services: [],
};

const statementOf = (facts: Partial<StatementFacts>): Sheet =>
  composeSheet(template('statement', 'v5'), statementFields({ ...PAID_LATE, ...facts }));

export const dividendStatementSheet = (): Sheet => statementOf({});
export const quarterStatementSheet = (): Sheet => statementOf(THIRD_QUARTER);
/** The next payment before its quarter is reported. */
export const unreportedStatementSheet = (): Sheet =>
  statementOf({
    ...THIRD_QUARTER,
    ...quarter(4, '2016-12-20', { floor: 997_26n, due: 997_26n, paid: 0n }),
    ...{ stamp: stamp('SF-620821-2016-000123-FH1-4'), statementNo: 'SF-620821-2016-000123-FH1-4' },
    ...{ period_from: date('2016-09-20'), period_to: date('2016-12-20'), state: 'upcoming', payments: [] },
    ...{ profit_fen: null, earlier_fen: fen(0n), profit_share_fen: fen(0n), received_fen: fen(0n) },
  });

export const shareDividendStatementSheet = (): Sheet =>
  composeSheet(
    template('share-statement', 'v1'),
    shareStatementFields(
      {
        ...{ statementNo: 'GQ620821-2016-001-FH12', county: '泾川县', enterprise: ENTERPRISE },
        ...{ head: '张建国', householdNo: 'H620821-0007', village: '红崖镇红崖村' },
        ...{ issueNo: 'GQ620821-2016-001', project: '肉牛养殖', documentNo: '合作社决算〔2016〕1号' },
        ...{ profit_fen: 12_940_00n, record_on: date('2016-12-01'), invested_fen: fen(24_500_00n) },
        ...{ year_no: 2016, due_on: date('2016-12-31'), floor_fen: fen(1_470_00n) },
        ...{ profit_share_fen: fen(2_450_00n), due_fen: fen(3_920_00n), withheld_fen: fen(250_00n) },
        ...{
          received_fen: fen(2_500_00n),
          paid_fen: fen(2_500_00n),
          unpaid_fen: fen(1_420_00n),
          state: 'missed',
        },
        holdings: [{ preferred: true, shares: '245', no: 'GQ620821-2016-001-00007' }],
        years: [
          {
            ...{ year_no: 2016, due_on: date('2016-12-31'), floor_fen: fen(1_470_00n), state: 'missed' },
            ...{ profit_share_fen: fen(2_450_00n), due_fen: fen(3_920_00n), paid_fen: fen(2_500_00n) },
            unpaid_fen: fen(1_420_00n),
          },
        ],
        payments: [
          {
            ...{ payout_no: 'FH620821-2016-000002', component: 'enterprise', net_fen: fen(2_250_00n) },
            ...{ account_last4: '5678', paid_on: date('2016-12-29') },
          },
        ],
      },
      stamp('GQ620821-2016-001-FH12'),
    ),
  );

const payoutLine = (index: number, shares: boolean): PayoutListLine => ({
  head_name: `户主${String(index + 1)}`,
  village_name: '红崖村',
  source_no: shares ? 'GQ620821-2016-001' : `SF-620821-2016-${String(index + 1).padStart(6, '0')}`,
  due_on: date('2016-12-20'),
  component: index % 7 === 3 ? 'deposit' : 'enterprise',
  gross_fen: fen(3_726_03n),
  withheld_fen: fen(0n),
  net_fen: fen(3_726_03n),
  payee_name: `户主${String(index + 1)}`,
  account_last4: String(1000 + index),
});

/** A list of so many lines; by shares with one line held back. */
export function payoutListSheet(count: number, shares: boolean): Sheet {
  const sum = fen(3_726_03n * BigInt(count));
  const facts: PayoutListFacts = {
    ...{ payoutNo: 'FH620821-2017-000001', county: '泾川县', enterprise: ENTERPRISE, bank: '泾川县农商银行' },
    ...{ draftedOn: date('2017-01-05'), memo: shares ? '股份分红' : '扶贫分红', state: 'approved' },
    publicity: { from: date('2017-01-06'), through: date('2017-01-16') },
    shares: shares ? 'GQ620821-2016-001　肉牛养殖（2016年度）' : null,
    excluded: shares ? { count: 1, gross: fen(3_726_03n) } : { count: 0, gross: fen(0n) },
    ...{ lineCount: count, gross: sum, withheld: fen(0n), net: sum },
    decisions: [
      { act: 'draft', person: '何振川', on: date('2017-01-05') },
      { act: 'approve', person: '马文', on: date('2017-01-17') },
    ],
  };
  const sheet = composeSheet(template('payout-list', 'v2'), payoutListFields(facts, stamp(facts.payoutNo)));
  const lines = Array.from({ length: count }, (_, index) => payoutLine(index, shares));
  return withRows(sheet, [...payoutListRows(facts, lines, pageRowsOf(sheet))]);
}

const demandLine = (index: number): DemandLine => ({
  kind: 'agreement',
  ...{ head_name: `户主${String(index + 1)}`, village_name: '红崖村', due_on: date('2016-12-20') },
  source_no: `SF-620821-2016-${String(index + 1).padStart(6, '0')}`,
  ...{ cash_fen: fen(3_726_03n), short_fen: fen(2_726_03n), late_fee_percent: 500 },
  received: [{ on: date('2016-12-18'), amount: '100000' }],
});

/** Principal of the same household that was to be back, and is not. */
const principalLine: DemandLine = {
  ...demandLine(0),
  ...{ kind: 'principal', due_on: date('2017-01-05'), late_fee_percent: 0, received: [] },
  ...{ cash_fen: fen(50_000_00n), short_fen: fen(50_000_00n) },
};

export const principalDemandSheet = (withDividend: boolean): Sheet =>
  composeSheet(
    template('demand', 'v2'),
    demandFields(
      {
        ...{ demand_no: 'CJ620821-2017-000002', county: '泾川县', enterprise: ENTERPRISE },
        ...{ addressee: 'enterprise', guarantors: [], issued_on: date('2017-01-06') },
        ...{ answer_by: date('2017-02-05'), remark: null },
        short_fen: fen(withDividend ? 52_726_03n : 50_000_00n),
      },
      withDividend ? [demandLine(0), principalLine] : [principalLine],
      stamp('CJ620821-2017-000002'),
    ),
  );
/** The last payment of an agreement whose principal came back in part. */
export const principalStatementSheet = (): Sheet =>
  statementOf({
    returned_fen: fen(10_000_00n),
    principal_state: 'in_cure',
    principal_due_on: date('2017-01-05'),
  });

export const dividendDemandSheet = (addressee: 'enterprise' | 'guarantor'): Sheet =>
  composeSheet(
    template('demand', 'v2'),
    demandFields(
      {
        ...{ demand_no: 'CJ620821-2016-000001', county: '泾川县', enterprise: ENTERPRISE, addressee },
        ...{ guarantors: ['泾川县旭康牧业有限公司'], issued_on: date('2016-12-22') },
        ...{ answer_by: date('2017-01-21'), short_fen: fen(5_452_06n), remark: null },
      },
      [demandLine(0), demandLine(1)],
      stamp('CJ620821-2016-000001'),
    ),
  );

export const dividendRecourseSheet = (): Sheet =>
  composeSheet(
    template('recourse', 'v2'),
    recourseFields(
      {
        ...{ letterNo: 'ZC620821-2017-41', county: '泾川县', enterprise: ENTERPRISE },
        advances: [
          {
            ...{ on: date('2017-01-22'), bank_serial: 'BZ-0007', year: 2016, principal: false },
            ...{ households: 30, amount: '11178090' },
          },
          {
            ...{ on: date('2017-02-06'), bank_serial: 'BZ-0011', year: 2017, principal: true },
            ...{ households: 1, amount: '4000000' },
          },
        ],
        recoveries: [{ on: date('2017-02-25'), bank_serial: 'ZC-0002', amount: '100000' }],
      },
      stamp('ZC620821-2017-41'),
    ),
  );
