import { ESSENTIAL_COLUMNS } from './column-names.ts';
import type { LedgerHeader } from './find-header.ts';
import { LEDGER_GROUPS, type LedgerGroup } from './ledger-columns.ts';

/** Groups of the ledger that tell a loan; the others describe the household. */
export type LoanGroup = Exclude<LedgerGroup, 'basic' | 'earlier'>;

const OWN_GROUP: Readonly<Record<string, LoanGroup>> = { microloan: 'microloan', student: 'student' };

/** The group that a product's columns stand in; what has none of its own stands among the others. */
export const groupOfProduct = (productCode: string): LoanGroup => OWN_GROUP[productCode] ?? 'other';

/** What a group tells of its loan, by the names of the microloan's columns. */
const LOAN_FIELDS = [
  ...[
    'loan_amount',
    'loan_term',
    'drawdown_date',
    'maturity_date',
    'loan_rate',
    'repaid_amount',
    'repaid_on',
  ],
  ...['loan_balance', 'unpaid_interest', 'unpaid_interest_since', 'loan_purpose'],
];

/** The rest stands in the remarks or in the account of who hands the file in: those groups have no column. */
const WITHOUT_COLUMN: Readonly<Record<LoanGroup, readonly string[]>> = {
  microloan: [],
  startup: ['lending_bank'],
  student: ['lending_bank', 'loan_purpose'],
  other: ['lending_bank'],
};

/** Without these no row can become a loan of the group. */
export const essentialColumns = (group: LoanGroup): readonly string[] =>
  ESSENTIAL_COLUMNS.filter((name) => !WITHOUT_COLUMN[group].includes(name));

/** A header whose loan columns are those of one group, and where the other groups have their amounts. */
export interface GroupHeader extends LedgerHeader {
  readonly group: LoanGroup;
  /** 0-based cells in which another group of the sheet tells a loan of its own. */
  readonly otherAmounts: readonly number[];
}

/**
 * Reads a sheet by the columns of one group. In a sheet with one loan a row there are no groups: its columns
 * tell the loans of whatever product is asked for.
 */
export function headerOfGroup(header: LedgerHeader, group: LoanGroup): GroupHeader {
  const amountOf = (each: LedgerGroup): number | undefined =>
    header.columns.get(each === 'microloan' ? 'loan_amount' : `${each}_loan_amount`);
  const otherAmounts = LEDGER_GROUPS.filter((each) => each !== group)
    .map(amountOf)
    .filter((index) => index !== undefined);
  if (group === 'microloan') return { ...header, group, otherAmounts };
  if (!header.columns.has(`${group}_loan_amount`)) return { ...header, group, otherAmounts: [] };
  const columns = new Map(header.columns);
  const units = new Map(header.units);
  for (const name of LOAN_FIELDS) {
    columns.delete(name);
    units.delete(name);
    const [index, unit] = [header.columns.get(`${group}_${name}`), header.units.get(`${group}_${name}`)];
    if (index !== undefined) columns.set(name, index);
    if (unit !== undefined) units.set(name, unit);
  }
  return { ...header, columns, units, termUnit: null, group, otherAmounts };
}
