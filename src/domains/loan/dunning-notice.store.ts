import { dateParts, type PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { insertRow, one, sql, type Tx } from '../../platform/db.ts';
import type { LoanRow } from './core/loan-row.ts';

/** A dunning notice as it was written; what it says is never changed. */
export interface DunningNoticeRow {
  readonly id: bigint;
  readonly notice_no: string;
  readonly loan_id: LoanId;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly no: number;
  readonly due_on: PlainDate;
  readonly principal_fen: Fen;
  readonly interest_fen: Fen;
  readonly penalty_fen: Fen;
  readonly compound_fen: Fen;
  readonly pay_by: PlainDate;
  readonly issued_by: bigint;
  readonly issued_on: PlainDate;
}

export type NewDunningNotice = Pick<
  DunningNoticeRow,
  | 'due_on'
  | 'principal_fen'
  | 'interest_fen'
  | 'penalty_fen'
  | 'compound_fen'
  | 'pay_by'
  | 'issued_by'
  | 'issued_on'
>;

/** Writes the next notice of a loan, `CS620821-2019-000007`. */
export async function insertDunningNotice(
  tx: Tx,
  loan: Pick<LoanRow, 'id' | 'county_code' | 'bank_id'>,
  notice: NewDunningNotice,
): Promise<DunningNoticeRow> {
  const { rows } = await sql<{ serial: bigint; no: number }>(
    tx,
    `select nextval('loan_dunning_notice_seq') as serial, (select coalesce(max(no), 0)::int + 1
       from loan_dunning_notice where loan_id = ?) as no`,
    [String(loan.id)],
  );
  const { serial, no } = one(rows);
  const { year } = dateParts(notice.issued_on);
  return insertRow<DunningNoticeRow>(tx, 'loan_dunning_notice', {
    ...notice,
    notice_no: `CS${loan.county_code}-${String(year)}-${String(serial).padStart(6, '0')}`,
    no,
    loan_id: loan.id,
    county_code: loan.county_code,
    bank_id: loan.bank_id,
  });
}

/** Names and places that stand on the notice. */
export interface NoticeParties {
  readonly borrower: string;
  readonly heir: string | null;
  /** Null also where the co-borrower took the debt over: one person is addressed once. */
  readonly co_borrower: string | null;
  readonly product: string;
  readonly village: string;
  readonly bank_name: string;
  readonly bank_address: string | null;
  readonly bank_phone: string | null;
}

export async function noticeParties(tx: Tx, loanId: LoanId): Promise<NoticeParties> {
  const { rows } = await sql<NoticeParties>(
    tx,
    `select m.name as borrower, heir.name as heir, c.name as co_borrower, p.name as product, h.township_name || h.village_name as village,
       b.name as bank_name, b.address as bank_address, b.phone as bank_phone
     from loan l join household h on h.id = l.household_id join household_member m on m.id = l.borrower_id
     join product p on p.code = l.product_code join organisation b on b.id = l.bank_id
     left join household_member heir on heir.id = l.heir_id
     left join loan_co_borrower c on c.loan_id = l.id and c.id_no_index is distinct from heir.id_no_index
     where l.id = ?`,
    [String(loanId)],
  );
  return one(rows);
}
