import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';

export interface EventView {
  readonly id: bigint;
  readonly kind: string;
  readonly on_date: PlainDate;
  readonly amount_fen: Fen | null;
  readonly annual_percent: number | null;
  readonly matures_on: PlainDate | null;
  readonly studies_end_on: PlainDate | null;
  readonly reason: string | null;
  readonly bank_serial: string | null;
  readonly import_id: bigint | null;
  /** The confirmed change it came from. */
  readonly change_id: bigint | null;
  /** The event that this one takes back. */
  readonly reverses_id: bigint | null;
  readonly recorded_on: PlainDate;
}

/** What happened to a loan, in the order it was recorded. */
export async function readEvents(
  tx: Tx,
  loanId: LoanId,
  page: { readonly after?: bigint | undefined; readonly limit: number },
): Promise<EventView[]> {
  const found = await sql<EventView>(
    tx,
    `select id, kind, on_date, amount_fen, annual_percent, matures_on, studies_end_on, reason, bank_serial,
       import_id, change_id, reverses_id, recorded_on
     from loan_event where loan_id = ? and id > ? order by id limit ?`,
    [String(loanId), String(page.after ?? 0n), page.limit],
  );
  return found.rows;
}
