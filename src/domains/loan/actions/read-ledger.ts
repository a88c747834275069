import type { PlainDate } from '../../../kernel/date.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { HOUSEHOLD_BINDINGS, householdsCalled } from '../../household/index.ts';
import type { LedgerLine } from '../core/ledger/ledger-row.ts';
import {
  ledgerPage,
  unlentPage,
  type SealedLedgerLine,
  type UnlentHome,
  type UnlentQuery,
} from '../loan-ledger.views.ts';
import { findLoans } from '../loan-dues.store.ts';
import { idsOfLoans, type LoanFilter } from '../loan.views.ts';

import { duesOfLoans, wasLent, type HouseholdInterest } from './read-dues.ts';

const LOANS_A_PAGE = 500;

/**
 * The lent loans of a filter as the county ledger tells them, a page at a time; numbers masked unless `full`.
 */
export async function* readLedger(
  tx: Tx,
  context: Context,
  asked: {
    readonly filter: Omit<LoanFilter, 'after' | 'limit'>;
    readonly full: boolean;
    /** Whoever opens the door says how much of the interest the household itself owes. */
    readonly interest: HouseholdInterest;
  },
): AsyncGenerator<readonly LedgerLine[]> {
  const { filter, full, interest } = asked;
  const households = filter.q === undefined ? null : await householdsCalled(tx, context, filter.q);
  const { scope } = context.actor;
  for (let after: bigint | undefined; ;) {
    const ids = idsOfLoans(scope, { ...filter, after, limit: LOANS_A_PAGE }, households);
    const rows = await ledgerPage(tx, ids, context.today);
    const lent = rows.filter(isLent);
    const told = full ? lent.map((line) => opened(context, line)) : lent;
    yield await withUnpaid(tx, context, told, interest);
    const last = rows.at(-1);
    if (!last || rows.length < LOANS_A_PAGE) return;
    after = last.id;
  }
}

/** Households of a filter that should have a microloan and have none (应贷未贷), a page at a time. */
export async function* readUnlent(
  tx: Tx,
  context: Context,
  asked: UnlentQuery & { readonly full: boolean },
): AsyncGenerator<readonly UnlentHome[]> {
  const { full, ...query } = asked;
  const page = { ...query, on: context.today, limit: LOANS_A_PAGE };
  for (let after = 0n; ;) {
    const rows = await unlentPage(tx, context.actor.scope, { ...page, after });
    yield full ? rows.map((row) => ({ ...row, head_id_no: headNumber(context, row) })) : rows;
    const last = rows.at(-1);
    if (!last || rows.length < LOANS_A_PAGE) return;
    after = last.id;
  }
}

const isLent = <Row extends { readonly disbursed_on: PlainDate | null }>(
  row: Row,
): row is Row & { readonly disbursed_on: PlainDate } => row.disbursed_on !== null;

/** 欠息: contract interest past due that the household itself owes, as of today. */
async function withUnpaid(
  tx: Tx,
  context: Context,
  lines: readonly SealedLedgerLine[],
  interest: HouseholdInterest,
): Promise<LedgerLine[]> {
  const loans = await findLoans(
    tx,
    lines.map(({ id }) => id),
  );
  const dues = await duesOfLoans(tx, interest, loans.filter(wasLent), context.today);
  return lines.map((line) => {
    const due = dues.get(line.id as LoanId);
    const behind = due !== undefined && due.interest > 0n;
    return {
      ...line,
      unpaid_fen: behind ? due.interest : null,
      unpaid_since: behind ? due.interestSince : null,
    };
  });
}

function opened(context: Context, line: SealedLedgerLine): SealedLedgerLine {
  return {
    ...line,
    head_id_no: headNumber(context, line),
    borrower_id_no: context.cipher.open(line.borrower_id_no_cipher, HOUSEHOLD_BINDINGS.idNo),
  };
}

const headNumber = (
  { cipher }: Context,
  { head_id_no_cipher: sealed }: Pick<UnlentHome, 'head_id_no_cipher'>,
) => (sealed === null ? '' : cipher.open(sealed, HOUSEHOLD_BINDINGS.idNo));
