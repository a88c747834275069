import { dateParts, maxDate, type PlainDate } from '../../../kernel/date.ts';
import { groupBy } from '../../../kernel/group-by.ts';
import { fen, type Fen } from '../../../kernel/money.ts';
import type { Tx } from '../../../platform/db.ts';
import { termsById, type Parameters } from '../../programme/index.ts';
import { capSharesOn, type LoanUnderCap } from '../../subsidy/index.ts';
import { Tally, type Finding } from '../core/invariants.ts';
import { loansBeside, type LoanBesideRow } from '../cap-shares.views.ts';

const HOUSEHOLDS_A_PAGE = 2_000;

/**
 * The cap on subsidised principal is the household's (invariant 7): what the histories of its loans say of it
 * on each day is what the pure core makes of their disbursements and repayments. A page of households at a
 * time.
 */
export async function checkCapShares(tx: Tx): Promise<Finding> {
  const tally = new Tally();
  let after = 0n;
  for (;;) {
    const rows = await loansBeside(tx, after, HOUSEHOLDS_A_PAGE);
    const last = rows.at(-1);
    if (!last) return tally.finding('7');
    const groups = groupBy(rows, (row) => `${row.household_id} ${row.product_code}`);
    for (const group of groups.values()) await checkGroup(tx, tally, group);
    after = last.household_id;
  }
}

async function checkGroup(tx: Tx, tally: Tally, rows: readonly LoanBesideRow[]): Promise<void> {
  const loans: LoanUnderCap[] = [];
  for (const row of rows) loans.push(underCap(row, (await termsById(tx, row.terms_id)).parameters));
  const caps = new Map(loans.map(({ loanId, cap }) => [loanId, cap]));
  const days = new Set(
    rows.flatMap((row) => [startOf(row), ...[...row.repaid, ...row.shares].map(({ on }) => on)]),
  );
  const wrong = new Set<bigint>();
  for (const day of days) {
    const shares = capSharesOn(loans, day);
    for (const row of rows) {
      if (startOf(row) <= day && saidOn(row, day, caps) !== shares.get(row.id)) wrong.add(row.id);
    }
  }
  for (const { id } of rows) tally.count(wrong.has(id) ? `loan ${id} share of the cap` : null);
}

/** A ledger taken over was settled elsewhere until its own first day. */
const startOf = (row: LoanBesideRow): PlainDate =>
  row.subsidy_from === null ? row.disbursed_on : maxDate(row.disbursed_on, row.subsidy_from);

function saidOn(row: LoanBesideRow, day: PlainDate, caps: ReadonlyMap<bigint, Fen>): Fen | undefined {
  const said = row.shares.findLast(({ on }) => on <= day);
  return said ? fen(BigInt(said.fen)) : caps.get(row.id);
}

const underCap = (row: LoanBesideRow, { loan, subsidy }: Parameters): LoanUnderCap => ({
  loanId: row.id,
  disbursedOn: row.disbursed_on,
  principal: row.principal_fen,
  cap: subsidy.subsidyCapPrincipalFen,
  scope:
    loan.capScope === 'borrower_year' ? `${row.borrower_id} ${dateParts(row.applied_on).year}` : 'household',
  repaid: row.repaid.map(({ on, fen: amount }) => ({ on, amount: fen(BigInt(amount)) })),
});
