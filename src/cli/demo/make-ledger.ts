import { addMonths, dateParts, maxDate, type PlainDate } from '../../kernel/date.ts';
import { formatPercent } from '../../kernel/rate.ts';
import { LEDGER_COLUMNS, type LedgerGroup } from '../../domains/loan/index.ts';
import { benchmarkFor } from '../../domains/programme/index.ts';
import { writeWorkbook, type SheetCell, type WrittenCell } from '../../platform/spreadsheet/spreadsheet.ts';
import { createChance, createPopulation, type Chance, type InventedPerson } from './invented-people.ts';
import { SPOILERS, type LedgerRow } from './spoil-ledger-row.ts';

export interface LedgerPlan {
  readonly rows: number;
  readonly seed: number;
  readonly asOf: PlainDate;
  readonly countyName: string;
  /** First six places of every resident ID. */
  readonly areaPrefix: string;
  readonly townships: readonly { readonly name: string; readonly villages: readonly string[] }[];
  readonly banks: readonly string[];
  readonly drawdownFrom: PlainDate;
  readonly drawdownTo: PlainDate;
  /** Share of faulty rows; 0 makes a clean ledger. */
  readonly faultShare: number;
}

export interface FaultyRow {
  /** Sheet row number. */
  readonly row: number;
  readonly fault: string;
  /** English column name. */
  readonly field: string;
}

export interface MadeLedger {
  readonly title: string;
  readonly headerRow: number;
  readonly cells: readonly (readonly WrittenCell[])[];
  readonly merges: readonly string[];
  readonly faults: readonly FaultyRow[];
  /** Of the good rows. */
  readonly principalWan: number;
}

const HEADER_ROW = 3;
const GROUP_TITLES: Readonly<Record<LedgerGroup, string>> = {
  basic: '基本情况',
  earlier: '原贷款情况',
  microloan: '扶贫小额信贷',
  startup: '创业贷款',
  student: '生源地贷款',
  other: '其他类型贷款',
};
const STATUSES = ['未脱贫', '未脱贫', '已脱贫(享受政策)', '返贫'] as const;
const RELATIONS = ['配偶', '长子', '次子', '女'] as const;
const PURPOSES = [
  '种植马铃薯',
  '种植苹果',
  '中药材种植',
  '养牛',
  '养羊',
  '农产品加工',
  '乡村旅游',
  '运输',
  '小型农机',
  '电子商务',
];

/** Invents a county ledger as messy as real ones are, and tells which rows are faulty and how. */
export function makeLedger(plan: LedgerPlan): MadeLedger {
  const chance = createChance(plan.seed);
  const population = createPopulation(chance, plan.areaPrefix);
  const rows: LedgerRow[] = [];
  const faults: FaultyRow[] = [];
  let principalWan = 0;
  let lastGood: LedgerRow | null = null;
  let spoiled = 0;
  for (let number = 1; number <= plan.rows; number += 1) {
    const row = goodRow(number, plan, chance, population.person);
    if (chance.next() < plan.faultShare && lastGood !== null) {
      const [fault, field, spoil] = SPOILERS[spoiled % SPOILERS.length] ?? SPOILERS[0];
      spoil(row, { asOf: plan.asOf, chance, earlier: lastGood, person: population.person });
      faults.push({ row: HEADER_ROW + number, fault, field });
      spoiled += 1;
    } else {
      lastGood = { ...row };
      principalWan += Number(row['loan_amount']);
    }
    rows.push(row);
  }
  const title = `${plan.countyName}扶贫小额信贷台账(金额未注明单位者为万元)`;
  const cells = [...headRows(title), ...rows.map((row) => asTyped(row, chance))];
  return { title, headerRow: HEADER_ROW, cells, merges: headMerges(), faults, principalWan };
}

/** Writes a made ledger as a workbook. */
export async function writeLedger(path: string, ledger: MadeLedger): Promise<void> {
  const columns = LEDGER_COLUMNS.map(({ unit }) => ({ width: unit === 'text' ? 16 : 11 }));
  const { cells: rows, merges, headerRow } = ledger;
  await writeWorkbook(path, { name: '扶贫小额信贷台账', columns, rows, merges, frozenRows: headerRow });
}

function goodRow(
  number: number,
  plan: LedgerPlan,
  chance: Chance,
  person: (firstYear: number, lastYear: number) => InventedPerson,
): LedgerRow {
  const township = chance.pick(plan.townships);
  const { year } = dateParts(plan.asOf);
  const householder = person(year - 68, year - 26);
  const mayBorrow = Number(householder.idNo.slice(6, 10)) >= year - 64;
  const borrower = mayBorrow && chance.next() < 0.8 ? householder : person(year - 60, year - 22);
  const drawdown = chance.day(plan.drawdownFrom, plan.drawdownTo);
  const term = chance.pick([12, 24, 24, 36, 36, 36, 36, 36]);
  const amount = chance.next() < 0.9 ? 5 : chance.between(10, 98) / 20;
  return {
    row_no: number,
    township: township.name,
    village: chance.pick(township.villages),
    group_no: chance.pick(['一组', '二组', '三组']),
    householder_name: householder.name,
    householder_id_no: householder.idNo,
    member_count: chance.between(2, 7),
    borrower_name: borrower.name,
    borrower_id_no: borrower.idNo,
    relation_to_householder: borrower === householder ? '户主' : chance.pick(RELATIONS),
    poverty_status: chance.pick(STATUSES),
    credit_grade: chance.pick(['A', 'AA', 'AAA']),
    credit_line: 5,
    credit_granting_bank: chance.pick(plan.banks),
    credit_granted_on: addMonths(drawdown, -1),
    loan_amount: amount,
    loan_term: term,
    drawdown_date: drawdown,
    maturity_date: addMonths(drawdown, term),
    loan_rate: formatPercent(benchmarkFor(drawdown, term) ?? 0),
    lending_bank: chance.pick(plan.banks),
    cumulative_subsidy: 0,
    loan_purpose: chance.pick(PURPOSES),
    ...repayment(amount, drawdown, plan.asOf, chance),
  };
}

function repayment(amount: number, drawdown: PlainDate, asOf: PlainDate, chance: Chance): LedgerRow {
  const earliest = addMonths(drawdown, 1);
  if (chance.next() >= 0.12 || earliest > asOf) return { loan_balance: amount };
  const repaid = amount / chance.pick([2, 4, 5]);
  const rounded = Math.round(repaid * 10_000) / 10_000;
  return {
    repaid_amount: rounded,
    repaid_on: chance.day(maxDate(drawdown, earliest), asOf),
    loan_balance: Math.round((amount - rounded) * 10_000) / 10_000,
  };
}

function headRows(title: string): WrittenCell[][] {
  const groups = LEDGER_COLUMNS.map(({ group }, at): WrittenCell => {
    const first = LEDGER_COLUMNS[at - 1]?.group !== group;
    return { value: first ? GROUP_TITLES[group] : null, look: 'header' };
  });
  const headings = LEDGER_COLUMNS.map(({ heading }): WrittenCell => ({ value: heading, look: 'header' }));
  return [[{ value: title, look: 'title' }], groups, headings];
}

const headMerges = (): string[] => ['A1:BX1', 'A2:K2', 'L2:Q2', 'R2:AK2', 'AL2:AX2', 'AY2:BJ2', 'BK2:BX2'];

const DATE_COLUMNS = new Set(['credit_granted_on', 'drawdown_date', 'maturity_date', 'repaid_on']);
const AMOUNT_COLUMNS = new Set(['credit_line', 'loan_amount', 'repaid_amount']);

/** The row as people type it: dates in six spellings, numbers as text, full-width digits, stray blanks. */
function asTyped(row: LedgerRow, chance: Chance): WrittenCell[] {
  return LEDGER_COLUMNS.map(({ name }) => {
    const value = row[name] ?? null;
    if (DATE_COLUMNS.has(name) && typeof value === 'string') return typedDay(value, chance);
    if (AMOUNT_COLUMNS.has(name) && typeof value === 'number')
      return chance.next() < 0.1 ? String(value) : value;
    if (name === 'loan_term') return typedTerm(Number(value), chance);
    if (name === 'loan_rate') return typedRate(String(value), chance);
    if (name === 'borrower_id_no') return typedId(String(value), chance);
    return value;
  });
}

function typedDay(day: string, chance: Chance): SheetCell {
  const [year = '', month = '', date = ''] = day.split('-');
  const [m, d] = [Number(month), Number(date)];
  const isReal = Number(year) < 2030 && d <= 28;
  return chance.pick<SheetCell>([
    day,
    day,
    day,
    day,
    `${year}/${m}/${d}`,
    `${year}.${m}.${d}`,
    `${year}年${m}月${d}日`,
    day.replaceAll('-', ''),
    isReal ? { date: day } : day,
  ]);
}

function typedTerm(months: number, chance: Chance): SheetCell {
  const years = months / 12;
  return chance.pick<SheetCell>([
    months,
    months,
    months,
    `${months}个月`,
    Number.isInteger(years) ? `${years}年` : months,
  ]);
}

function typedRate(percent: string, chance: Chance): SheetCell {
  return chance.pick<SheetCell>([Number(percent), Number(percent), Number(percent), percent, `${percent}%`]);
}

function typedId(idNo: string, chance: Chance): SheetCell {
  const kind = chance.next();
  if (kind < 0.03) return ` ${idNo}`;
  if (kind < 0.04) return idNo.toLowerCase();
  if (kind >= 0.05) return idNo;
  return idNo.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
}
