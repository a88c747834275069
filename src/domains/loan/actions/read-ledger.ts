import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { HOUSEHOLD_BINDINGS, householdsCalled } from '../../household/index.ts';
import type { LedgerLine } from '../core/ledger/ledger-row.ts';
import { ledgerPage, type SealedLedgerLine } from '../loan-ledger.views.ts';
import { idsOfLoans, type LoanFilter } from '../loan.views.ts';

const LOANS_A_PAGE = 500;

/**
 * The lent loans of a filter as the county ledger tells them, a page at a time; numbers masked unless `full`.
 */
export async function* readLedger(
  tx: Tx,
  context: Context,
  filter: Omit<LoanFilter, 'after' | 'limit'>,
  full: boolean,
): AsyncGenerator<readonly LedgerLine[]> {
  const households = filter.q === undefined ? null : await householdsCalled(tx, context, filter.q);
  const { scope } = context.actor;
  for (let after: bigint | undefined; ;) {
    const ids = idsOfLoans(scope, { ...filter, after, limit: LOANS_A_PAGE }, households);
    const rows = await ledgerPage(tx, ids, context.today);
    const lent = rows.filter((row) => row.disbursed_on !== null);
    yield full ? lent.map((line) => opened(context, line)) : lent;
    const last = rows.at(-1);
    if (!last || rows.length < LOANS_A_PAGE) return;
    after = last.id;
  }
}

function opened({ cipher }: Context, line: SealedLedgerLine): LedgerLine {
  const open = (sealed: string): string => cipher.open(sealed, HOUSEHOLD_BINDINGS.idNo);
  return {
    ...line,
    head_id_no: line.head_id_no_cipher === null ? '' : open(line.head_id_no_cipher),
    borrower_id_no: open(line.borrower_id_no_cipher),
  };
}
