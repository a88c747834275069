import type { PlainDate } from '../../kernel/date.ts';
import type { Id } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { ClawbackId } from './core/clawback.ts';

/** Who is asked, for which loan, by which offices, and where the money goes. */
export interface ClawbackPaper {
  readonly terms_id: Id<'terms'>;
  readonly contract_no: string | null;
  readonly principal_fen: Fen;
  readonly disbursed_on: PlainDate | null;
  readonly borrower_name: string;
  readonly heir_name: string | null;
  readonly co_borrower: string | null;
  readonly product: string;
  readonly household_no: string;
  readonly village: string;
  readonly bank_name: string;
  readonly finance_name: string;
  readonly finance_address: string | null;
  readonly finance_phone: string | null;
  readonly account_name: string | null;
  readonly account_no: string | null;
  readonly account_bank: string | null;
  readonly office_name: string | null;
  readonly office_address: string | null;
  readonly office_phone: string | null;
}

/** Null when the county has no finance bureau in good standing. */
export async function clawbackPaper(tx: Tx, id: ClawbackId): Promise<ClawbackPaper | null> {
  const { rows } = await sql<ClawbackPaper>(
    tx,
    `select l.terms_id, l.contract_no, l.principal_fen, l.disbursed_on, m.name as borrower_name, heir.name as heir_name,
       co.name as co_borrower, p.name as product, h.household_no, h.township_name || h.village_name as village, bank.name as bank_name,
       finance.name as finance_name, finance.address as finance_address, finance.phone as finance_phone,
       finance.account_name, finance.account_no, finance.account_bank,
       office.name as office_name, office.address as office_address, office.phone as office_phone
     from subsidy_clawback c join loan l on l.id = c.loan_id join household h on h.id = c.household_id
     join household_member m on m.id = l.borrower_id left join household_member heir on heir.id = l.heir_id
     join product p on p.code = l.product_code
     left join loan_co_borrower co on co.loan_id = l.id and co.id_no_index is distinct from heir.id_no_index
     join organisation bank on bank.id = c.bank_id
     join lateral (select * from organisation o where o.county_code = c.county_code and o.kind = 'finance_bureau'
       and o.standing = 'good' order by o.account_no is null, o.id limit 1) finance on true
     left join lateral (select * from organisation o where o.county_code = c.county_code
       and o.kind in ('poverty_office', 'government') and o.standing = 'good' order by o.kind desc, o.id limit 1) office on true
     where c.id = ?`,
    [String(id)],
  );
  return rows[0] ?? null;
}

export interface ClawbackPaperLine {
  readonly period_from: PlainDate;
  readonly period_to: PlainDate;
  readonly due_fen: Fen;
  readonly settled_fen: Fen;
}

/** The paid lines of an order, oldest first, as they stood when it was proposed. */
export async function clawbackPaperLines(tx: Tx, id: ClawbackId): Promise<ClawbackPaperLine[]> {
  const { rows } = await sql<ClawbackPaperLine>(
    tx,
    `select s.period_from, s.period_to, c.due_fen, c.settled_fen
     from subsidy_clawback_line c join subsidy_line s on s.loan_id = c.loan_id and s.period_to = c.period_to
     where c.clawback_id = ? order by c.period_to`,
    [String(id)],
  );
  return rows;
}
