import {
  policyListFields,
  policyListRows,
  policyListVersion,
  type ListFacts,
} from '../../src/domains/farm-insurance/core/policy-list.ts';
import {
  payoutListFields,
  payoutListRows,
  type PayoutListFacts,
} from '../../src/domains/farm-insurance/core/payout-list.ts';
import { policySums, premiumLine } from '../../src/domains/farm-insurance/core/premium.ts';
import {
  yearFields,
  yearRows,
  yearTableVersion,
  type YearRow,
} from '../../src/domains/farm-insurance/core/year-table.ts';
import { composeSheet, loadTemplate, pageRowsOf, withRows } from '../../src/domains/document/index.ts';
import { date } from '../../src/kernel/date.ts';
import type { Sheet } from '../../src/kernel/sheet.ts';

const STAMP = {
  printId: 'NX620821-2016-1',
  verifyUrl: 'https://sifang.example/v/0123456789ABCDEF',
  verifyCode: '0123-4567-89AB-CDEF',
  issuedOn: date('2016-12-31'),
};

const TERMS = {
  ...{ sum_insured_fen: 40_000n, unit_places: 2, premium_percent: 55_000 },
  poor_shares: [400_000, 300_000, 50_000, 250_000, 0],
  other_shares: [400_000, 250_000, 50_000, 100_000, 200_000],
} as const;

const NAMES = ['张玉兰', '欧阳建国', '官学林', '买买提·艾力', '李有福'];

/** A village's list of so many households, signed in a year. */
export function policyListSheet(count: number, year = 2016): Sheet {
  const lines = Array.from({ length: count }, (_, n) => ({
    ...premiumLine(BigInt(107 + 33 * n), n % 3 !== 2, TERMS),
    household_no: `620821100200${String(n + 1).padStart(4, '0')}`,
    head_name: NAMES[n % NAMES.length] ?? '',
    objects: Array.from({ length: 1 + (n % 4) }, (__, at) => ({ object_no: `JC${n + 101}-${at + 1}` })),
  }));
  const policy: ListFacts['policy'] = {
    ...{ id: 1n, policy_no: `PNX${year}620821000007`, county_code: '620821', township_code: '620821100' },
    ...{ village_code: '620821100200', village_name: '红崖村', township_name: '红崖镇', insurer_id: 7n },
    ...{ insurer_name: '某农业保险股份有限公司泾川支公司', terms_id: 1n, kind: 'collective', year },
    ...{ product: '马铃薯种植保险', unit: 'mu', unit_places: 2, lines_hash: '', entered_by: 1n },
    ...{
      signed_on: date(`${year}-04-18`),
      covers_from: date(`${year}-05-01`),
      covers_to: date(`${year}-09-30`),
    },
    ...{ own_paid_on: date(`${year}-04-19`), own_receipt_no: '收据0001', state: 'noticed', reason: null },
    ...{ entered_on: date(`${year}-04-20`), confirmed_on: null },
    ...policySums(lines, TERMS),
  };
  const facts = { policy, lines, publicity: { from: date(`${year}-04-21`), through: date(`${year}-04-23`) } };
  const version = policyListVersion(policy);
  const template = loadTemplate({ slice: 'farm-insurance', name: 'policy-list', version });
  const sheet = composeSheet(template, policyListFields(facts, STAMP));
  return withRows(sheet, [...policyListRows(facts, pageRowsOf(sheet))]);
}

const yearRow = (changes: Partial<YearRow> = {}): YearRow => ({
  ...{ product: '马铃薯种植保险', product_code: 'potato', unit: 'mu', unit_places: 2 },
  ...{ insurer_id: 7n, insurer_name: '某农业保险股份有限公司泾川支公司', units: 12_345_67n },
  ...{ policies: 214, households: 6_021, poor_households: 3_977, received_households: 412 },
  ...{ sum_insured_fen: 493_826_800n, premium_fen: 27_160_474n, central_fen: 10_864_190n },
  ...{ province_fen: 7_604_933n, city_fen: 1_358_024n, county_fen: 4_888_885n, household_fen: 2_444_442n },
  ...{ claimed_fen: 9_876_543n, received_fen: 9_800_000n },
  ...changes,
});

/** The yearly table of a county with so many products. */
export function yearTableSheet(
  rows: readonly YearRow[] = [
    yearRow(),
    yearRow({
      product: '能繁母羊养殖保险',
      product_code: 'ewe',
      unit: 'head',
      unit_places: 0,
      units: 8_812n,
      received_fen: 0n,
    }),
  ],
  year = 2016,
): Sheet {
  const facts = { county: '泾川县', year, on: STAMP.issuedOn, rows };
  const version = yearTableVersion(year);
  const template = loadTemplate({ slice: 'farm-insurance', name: 'year-table', version });
  const sheet = composeSheet(template, yearFields(facts, STAMP));
  return withRows(sheet, [...yearRows(facts, pageRowsOf(sheet))]);
}

/** A county that insured nothing, and one of many products. */
export const emptyYearSheet = (): Sheet => yearTableSheet([]);
export const transitionYearSheet = (): Sheet => yearTableSheet(undefined, 2021);
export const longYearSheet = (): Sheet =>
  yearTableSheet(Array.from({ length: 23 }, (_, n) => yearRow({ product: `第${n + 1}号特色产业保险` })));

const OUTCOMES = [
  { state: 'received', received_on: date('2016-07-20') },
  { state: 'pending', received_on: null },
  { state: 'returned', received_on: null },
] as const;

/** A list of so many claims after a hailstorm, some paid, one returned by the bank. */
export function payoutListSheet(count: number): Sheet {
  const lines = Array.from({ length: count }, (_, n): PayoutListFacts['lines'][number] => ({
    household_no: `620821100200${String(n + 1).padStart(4, '0')}`,
    head_name: NAMES[n % NAMES.length] ?? '',
    ...{ cause: n % 4 === 3 ? 'drought' : 'hail', happened_on: date('2016-07-08') },
    ...{ stage: n % 2 === 0 ? '花期' : '成熟期', affected_units: BigInt(107 + 33 * n) },
    ...{ loss_percent: 600_000 + 12_500 * (n % 5), amount_fen: BigInt(15_408 + 4_752 * n) },
    ...(OUTCOMES[n % OUTCOMES.length] ?? OUTCOMES[1]),
  }));
  const facts: PayoutListFacts = {
    ...{ list_no: 'PK620821-2016-000012', policy_no: 'PNX2016620821000007', place: '红崖镇红崖村' },
    ...{ insurer_name: '某农业保险股份有限公司泾川支公司', product: '马铃薯种植保险' },
    ...{ unit: 'mu', unit_places: 2, covers_from: date('2016-05-01'), covers_to: date('2016-09-30') },
    ...{ confirmed_on: date('2016-07-14'), pay_by: date('2016-07-24') },
    publicity: { from: date('2016-07-11'), through: date('2016-07-13') },
    ...{ line_count: count, total_fen: lines.reduce((sum, line) => sum + line.amount_fen, 0n), lines },
  };
  const template = loadTemplate({ slice: 'farm-insurance', name: 'payout-list', version: 'v1' });
  const sheet = composeSheet(template, payoutListFields(facts, STAMP));
  return withRows(sheet, [...payoutListRows(facts, pageRowsOf(sheet))]);
}
