import { addMonths, dateParts, type PlainDate } from '../../kernel/date.ts';
import type { SheetCell } from '../../platform/spreadsheet/spreadsheet.ts';
import type { Chance, InventedPerson } from './invented-people.ts';

/** Cells of a ledger row by English column name. */
export type LedgerRow = Record<string, Exclude<SheetCell, { readonly date: string }>>;

export interface SpoilContext {
  readonly asOf: PlainDate;
  readonly chance: Chance;
  /** The good row before it. */
  readonly earlier: LedgerRow;
  readonly person: (firstYear: number, lastYear: number) => InventedPerson;
}

export type Spoiler = readonly [
  fault: string,
  field: string,
  spoil: (row: LedgerRow, context: SpoilContext) => void,
];

const becomes =
  (cells: LedgerRow) =>
  (row: LedgerRow): void => {
    Object.assign(row, cells);
  };

/** Another borrower of the household, so that only the borrower's number speaks of age. */
function bornIn(row: LedgerRow, person: InventedPerson): void {
  Object.assign(row, {
    borrower_name: person.name,
    borrower_id_no: person.idNo,
    relation_to_householder: '长子',
  });
}

/** One kind of fault each, in turn. */
export const SPOILERS: readonly [Spoiler, ...Spoiler[]] = [
  ['id_checksum', 'borrower_id_no', wrongCheckCharacter],
  [
    'over_cap',
    'loan_amount',
    becomes({ loan_amount: 8, loan_balance: 8, repaid_amount: null, repaid_on: null }),
  ],
  ['unit_mistake', 'loan_amount', becomes({ loan_amount: 50_000 })],
  ['bad_amount', 'loan_amount', becomes({ loan_amount: '伍万' })],
  ['bad_date', 'drawdown_date', becomes({ drawdown_date: '2016-02-30' })],
  ['over_term', 'loan_term', overTerm],
  ['maturity_before_drawdown', 'maturity_date', maturityBeforeDrawdown],
  ['future_drawdown', 'drawdown_date', futureDrawdown],
  ['rate_above_ceiling', 'loan_rate', becomes({ loan_rate: '7.2' })],
  [
    'impossible_balance',
    'loan_balance',
    (row) => void (row['loan_balance'] = Number(row['loan_amount']) + 1),
  ],
  [
    'under_age',
    'borrower_id_no',
    (row, { asOf, person }) => bornIn(row, person(yearOf(asOf) - 15, yearOf(asOf) - 15)),
  ],
  [
    'over_age',
    'borrower_id_no',
    (row, { asOf, person }) => bornIn(row, person(yearOf(asOf) - 80, yearOf(asOf) - 75)),
  ],
  ['missing_borrower', 'borrower_name', becomes({ borrower_name: null })],
  [
    'forbidden_purpose',
    'loan_purpose',
    (row, { chance }) => void (row['loan_purpose'] = chance.pick(FORBIDDEN)),
  ],
  ['bad_amount', 'loan_amount', becomes({ loan_amount: '-5' })],
  ['bad_amount', 'loan_amount', becomes({ loan_amount: '1e5' })],
  ['duplicate_open_loan', 'borrower_id_no', sameHousehold],
];

const FORBIDDEN = ['入股分红', '购买理财', '建房', '婚嫁'] as const;

const yearOf = (day: PlainDate): number => dateParts(day).year;

function wrongCheckCharacter(row: LedgerRow): void {
  const idNo = String(row['borrower_id_no']);
  row['borrower_id_no'] = idNo.slice(0, 17) + (idNo.endsWith('1') ? '2' : '1');
}

function overTerm(row: LedgerRow): void {
  row['loan_term'] = 48;
  row['maturity_date'] = addMonths(row['drawdown_date'] as PlainDate, 48);
  row['loan_rate'] = '4.35';
}

function maturityBeforeDrawdown(row: LedgerRow): void {
  row['maturity_date'] = addMonths(row['drawdown_date'] as PlainDate, -3);
}

function futureDrawdown(row: LedgerRow): void {
  Object.assign(row, {
    drawdown_date: '2036-05-01',
    maturity_date: '2039-05-01',
    repaid_amount: null,
    repaid_on: null,
  });
  row['loan_balance'] = row['loan_amount'] ?? null;
}

function sameHousehold(row: LedgerRow, { earlier }: SpoilContext): void {
  const household = [
    'township',
    'village',
    'group_no',
    'householder_name',
    'householder_id_no',
    'member_count',
  ];
  const borrower = ['borrower_name', 'borrower_id_no', 'relation_to_householder'];
  for (const name of [...household, ...borrower]) row[name] = earlier[name] ?? null;
}
