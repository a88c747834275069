import type { PlainDate } from '../../kernel/date.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { AgreementAccount, AccountDue } from './core/agreement-account.ts';

/** Where an agreement stands between enterprise and household; null: not in scope. */
export async function agreementAccount(tx: Tx, id: bigint): Promise<AgreementAccount | null> {
  const { rows } = await sql<Omit<AgreementAccount, 'dues'>>(
    tx,
    `select a.id as agreement_id, a.agreement_no, a.county_code, a.bank_id, a.enterprise_id, a.state, a.amount_fen as placed_fen,
       a.arrived_on, a.ended_on, back.returned_fen, case when a.arrived_on is null then 0 else a.amount_fen - back.returned_fen end
         as open_principal_fen,
       (select p.day from agreement_principal_day(a.id) p) as principal_due_on, cured.deposit_fen, cured.guarantor_fen, cured.advanced_fen,
       g.name as government_name, b.name as bank_name, e.name as enterprise_name, h.head_name, h.household_no,
       h.township_name || h.village_name as village
     from agreement a join household h on h.id = a.household_id join organisation e on e.id = a.enterprise_id
     join organisation g on g.id = a.government_id left join organisation b on b.id = a.bank_id
     cross join lateral (select coalesce(sum(r.amount_fen), 0)::bigint as returned_fen from agreement_return r
       where r.agreement_id = a.id) back
     cross join lateral (select coalesce(sum(x.amount_fen) filter (where o.source = 'deposit'), 0)::bigint as deposit_fen,
       coalesce(sum(x.amount_fen) filter (where o.source = 'guarantor'), 0)::bigint as guarantor_fen,
       coalesce(sum(x.amount_fen) filter (where o.source = 'county'), 0)::bigint as advanced_fen
       from dividend_due d join dividend_allotment x on x.due_id = d.id join dividend_receipt o on o.id = x.receipt_id
       where d.agreement_id = a.id or d.principal_of_id = a.id) cured
     where a.id = ?`,
    [id],
  );
  const [account] = rows;
  return account ? { ...account, dues: await duesOf(tx, id) } : null;
}

async function duesOf(tx: Tx, agreementId: bigint): Promise<AccountDue[]> {
  const { rows } = await sql<AccountDue>(
    tx,
    `select d.id, d.kind, d.year_no, coalesce(y.part_no, d.part_no) as part_no, s.frequency, d.due_on, d.cash_fen, d.paid_fen, d.cash_fen - d.paid_fen as open_fen, d.state
     from dividend_due d left join dividend_due y on y.id = d.late_for_id join dividend_source s on s.due_id = d.id
     where coalesce(d.agreement_id, y.agreement_id) = ? order by d.due_on, d.id`,
    [agreementId],
  );
  return rows;
}

export interface TerminationFacts {
  readonly ground: string;
  readonly requested_by: string;
  readonly requested_on: PlainDate;
  readonly reason: string;
  readonly ends_on: PlainDate;
  readonly settle_by: PlainDate;
  readonly decided_on: PlainDate;
}

/** The confirmed termination of an agreement; null: it has none. */
export async function confirmedTermination(tx: Tx, agreementId: bigint): Promise<TerminationFacts | null> {
  const { rows } = await sql<TerminationFacts>(
    tx,
    `select ground, requested_by, requested_on, reason, ends_on, settle_by, decided_on from agreement_termination
     where agreement_id = ? and state = 'confirmed'`,
    [agreementId],
  );
  return rows[0] ?? null;
}
