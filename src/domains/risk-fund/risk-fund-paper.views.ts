import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { ShareRow } from './core/claim-row.ts';

const countyName = (
  code: string,
): string => `coalesce((select r.name from region r where r.code = ${code} || '000000'
  order by r.valid_from desc limit 1), ${code})`;

/** Who and what a claim is about, in the words of the registers. */
export interface ClaimPaper {
  readonly county_name: string;
  readonly fund_name: string;
  readonly bank_name: string;
  readonly bank_address: string | null;
  readonly bank_phone: string | null;
  readonly borrower_name: string;
  readonly heir_name: string | null;
  readonly id_no_masked: string;
  readonly household_no: string;
  readonly village: string;
  readonly contract_no: string;
  readonly voucher_no: string;
  readonly principal_fen: Fen;
  readonly annual_percent: number;
  readonly disbursed_on: PlainDate;
  readonly matures_on: PlainDate;
}

/** Null when the claim is absent or out of scope. */
export async function claimPaper(tx: Tx, claimId: bigint): Promise<ClaimPaper | null> {
  const { rows } = await sql<ClaimPaper>(
    tx,
    `select ${countyName('c.county_code')} as county_name, f.name as fund_name,
       b.name as bank_name, b.address as bank_address, b.phone as bank_phone, m.name as borrower_name,
       heir.name as heir_name, m.id_no_masked, h.household_no, h.township_name || h.village_name as village,
       l.contract_no, l.voucher_no, l.principal_fen, l.annual_percent, l.disbursed_on, l.matures_on
     from risk_fund_claim c join risk_fund f on f.id = c.fund_id
     join organisation b on b.id = c.bank_id join loan l on l.id = c.loan_id
     join household h on h.id = l.household_id join household_member m on m.id = l.borrower_id
     left join household_member heir on heir.id = l.heir_id
     where c.id = ?`,
    [claimId],
  );
  return rows[0] ?? null;
}

export type PaperShare = Pick<ShareRow, 'path' | 'party' | 'percent' | 'amount_fen'>;

/** Who bears the loss as it was fixed when the claim was filed. */
export async function paperShares(tx: Tx, claimId: bigint): Promise<PaperShare[]> {
  const { rows } = await sql<PaperShare>(
    tx,
    `select path, party, percent, amount_fen from risk_fund_claim_share where claim_id = ?
     order by string_to_array(path, '.')::int[]`,
    [claimId],
  );
  return rows;
}

export interface PaperDecision {
  readonly act: string;
  readonly organisation: string;
  readonly person: string;
  readonly on: PlainDate;
  readonly remark: string | null;
}

export async function paperDecisions(tx: Tx, claimId: bigint): Promise<PaperDecision[]> {
  const { rows } = await sql<PaperDecision>(
    tx,
    `select d.act, o.name as organisation, d.person_name as person, d.decided_on as "on", d.remark
     from risk_fund_decision d join organisation o on o.id = d.organisation_id where d.claim_id = ? order by d.step`,
    [claimId],
  );
  return rows;
}

export interface PaperPublicity {
  readonly starts_on: PlainDate;
  readonly ends_on: PlainDate;
  readonly state: 'posted' | 'suspended' | 'superseded' | 'completed';
  readonly objections: number;
}

/** The last posting of a claim, with the objections to all of them. */
export async function paperPublicity(tx: Tx, claimId: bigint): Promise<PaperPublicity | null> {
  const { rows } = await sql<PaperPublicity>(
    tx,
    `select n.starts_on, n.ends_on, n.state,
       (select count(*)::int from objection o join notice a on a.id = o.notice_id
        where a.subject_kind = n.subject_kind and a.subject_id = n.subject_id) as objections
     from notice n where n.subject_kind = 'risk_fund_claim' and n.subject_id = ? order by n.id desc limit 1`,
    [claimId],
  );
  return rows[0] ?? null;
}

/** An order that pays a claim, with its one line and the bank's answer to it. */
export interface VoucherPaper {
  readonly id: bigint;
  readonly order_no: string;
  readonly round: number;
  readonly instructed_on: PlainDate;
  readonly payer_name: string;
  readonly payee_name: string;
  readonly payee_bank_name: string;
  readonly payee_account_cipher: string;
  /** Where the account lies that it is paid out of. */
  readonly deposit_bank_name: string;
  /**
   * The fund's own account there, else the one the finance bureau pays from; null = neither was registered.
   */
  readonly payer_account: string | null;
  readonly amount_fen: Fen;
  readonly state: 'sent' | 'paid' | 'returned' | 'corrected';
  readonly answered_on: PlainDate | null;
  readonly bank_serial: string | null;
  readonly return_reason: string | null;
}

/** The last order of a claim; null while nothing was instructed. */
export async function voucherPaper(tx: Tx, claimId: bigint): Promise<VoucherPaper | null> {
  const { rows } = await sql<VoucherPaper>(
    tx,
    `select o.id, o.order_no, o.round, o.instructed_on, payer.name as payer_name, p.payee_name, p.payee_bank_name,
       p.payee_account_cipher, coalesce(k.account_no, payer.account_no) as payer_account, w.name as deposit_bank_name, p.amount_fen, p.state, p.answered_on, p.bank_serial, p.return_reason
     from payment_order o join payment_line p on p.order_id = o.id
     join risk_fund_decision d on d.claim_id = o.subject_id and d.act = 'instruct'
     join organisation payer on payer.id = d.organisation_id
     join journal_entry e on e.subject_kind = 'payment_line' and e.subject_id = p.id and e.phase = 'pending'
     join posting g on g.entry_id = e.id join ledger_account a on a.id = g.account_id join risk_fund_account k on k.code = a.code
     join organisation w on w.id = k.bank_id
     where o.subject_kind = 'risk_fund_claim' and o.subject_id = ? order by o.round desc limit 1`,
    [claimId],
  );
  return rows[0] ?? null;
}
