import type { PlainDate } from '../../kernel/date.ts';
import type { Scope } from '../../platform/context.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { readPage, type PageOfIds } from '../../platform/scoped-page.ts';
import { fen, type Fen } from '../../kernel/money.ts';
import type { LedgerCredit, LedgerHome, LedgerLine } from './core/ledger/ledger-row.ts';

/** A line before what is owed of interest is worked out. */
export interface SealedLedgerLine extends Omit<LedgerLine, 'unpaid_fen' | 'unpaid_since'> {
  readonly head_id_no_cipher: string | null;
  readonly borrower_id_no_cipher: string;
}

type AmountName = 'line_fen' | 'earlier_balance_fen' | 'earlier_overdue_fen' | 'earlier_interest_fen';
type KeptCredit = Omit<LedgerCredit, AmountName> & {
  readonly line_fen: number;
} & Readonly<Record<Exclude<AmountName, 'line_fen'>, number | null>>;
type KeptLine = Omit<SealedLedgerLine, 'credit' | 'disbursed_on'> & {
  readonly credit: KeptCredit | null;
  readonly disbursed_on: PlainDate | null;
};

const headOf = `left join household_member head on head.household_id = h.id and head.is_head and head.left_on is null`;
/** The rating that a bank gave last, that of one bank before all others; `on` is a plain date. */
const creditOn = (on: PlainDate, bank: string): string =>
  `left join lateral (select to_jsonb(c) || jsonb_build_object('bank_name', g.name) as rated from household_credit c
     join organisation g on g.id = c.bank_id where c.household_id = h.id and c.state = 'confirmed'
       and c.granted_on <= '${on}'::date order by c.bank_id = ${bank} desc, c.granted_on desc, c.id desc limit 1) credit on true`;

/** Some loans as the county ledger tells them, lent or not, with masked and sealed numbers. */
export async function ledgerPage(tx: Tx, ids: PageOfIds, on: PlainDate) {
  const rows = await readPage<KeptLine>(
    tx,
    ids,
    `select l.id, l.product_code, h.township_name, h.village_name, h.group_no, h.head_name, h.member_count,
       coalesce(head.id_no_masked, '') as head_id_no, head.id_no_cipher as head_id_no_cipher,
       m.name as borrower_name, m.id_no_masked as borrower_id_no, m.id_no_cipher as borrower_id_no_cipher, m.relation,
       s.status, l.principal_fen, l.term_months, l.disbursed_on, l.matures_on, l.annual_percent, b.name as bank_name,
       l.repaid_fen, r.repaid_on, l.outstanding_fen, a.overdue_fen, a.due_on as overdue_since, l.purpose_text,
       credit.rated as credit, should_have_loan(l.household_id, l.programme_code, '${on}'::date) as should_have,
       case when exists (select from loan_fact e where e.loan_id = l.id and e.matures_on is not null)
         then l.contract_matures_on end as "contractMaturesOn",
       (select e.on_date from loan_fact e where e.loan_id = l.id and e.kind = 'called_due') as "calledOn",
       (select coalesce(jsonb_agg(jsonb_build_object('on', e.on_date, 'maturesOn', e.matures_on) order by e.on_date, e.id), '[]')
         from loan_fact e where e.loan_id = l.id and e.kind = 'extended') as extensions,
       (select coalesce(jsonb_agg(jsonb_build_object('on', e.on_date, 'annualPercent', e.annual_percent) order by e.on_date, e.id), '[]')
         from loan_event e where e.loan_id = l.id and e.kind = 'rate_changed') as "rateChanges",
       l.funding_source, l.security, l.bridge, coalesce(moved.studies_end_on, l.studies_end_on) as studies_end_on
     from (${ids.text}) page
     join loan l on l.id = page.id
     join household h on h.id = l.household_id
     join household_member m on m.id = l.borrower_id
     join organisation b on b.id = l.bank_id
     ${headOf}
     left join loan_arrears a on a.id = l.id
     left join lateral (select max(on_date) as repaid_on from loan_fact e
       where e.loan_id = l.id and e.kind = 'principal_repaid') r on true
     left join lateral (select v.studies_end_on from loan_event v where v.loan_id = l.id and v.kind = 'studies_moved'
       order by v.on_date desc, v.id desc limit 1) moved on true
     ${creditOn(on, 'l.bank_id')}
     left join lateral household_standing_on(l.household_id, '${on}'::date) s on true
     order by l.id`,
  );
  return rows.map((row) => ({ ...row, credit: row.credit && creditOf(row.credit) }));
}

/** A household that should have a microloan and has none. */
export interface UnlentHome extends LedgerHome {
  readonly id: bigint;
  readonly head_id_no_cipher: string | null;
}

export interface UnlentQuery {
  readonly county_code?: string | undefined;
  readonly bank_id?: bigint | undefined;
}

/** Households in scope that should have a microloan and have none (应贷未贷), those of a page after one. */
export async function unlentPage(
  tx: Tx,
  scope: Scope,
  asked: UnlentQuery & { readonly on: PlainDate; readonly after: bigint; readonly limit: number },
): Promise<UnlentHome[]> {
  const { on } = asked;
  const counties = scope.counties.filter((code) => (asked.county_code ?? code) === code);
  const bank = asked.bank_id ?? scope.bank;
  const { rows } = await sql<Omit<UnlentHome, 'credit'> & { credit: KeptCredit | null }>(
    tx,
    `select h.id, h.township_name, h.village_name, h.group_no, h.head_name, h.member_count,
       coalesce(head.id_no_masked, '') as head_id_no, head.id_no_cipher as head_id_no_cipher, s.status,
       credit.rated as credit
     from (
       select h.id, min(r.bank_id) as bank_id from roster r join roster_entry e on e.roster_id = r.id
       join household h on h.id = e.household_id
       where r.state = 'approved' and r.county_code = any(?::text[]) and (?::bigint is null or r.bank_id = ?)
         and exists (select from programme_terms t where t.programme_code = r.programme_code
           and t.product_code = 'microloan' and t.state = 'published')
         and h.id > ? and should_have_loan(h.id, r.programme_code, ?::date)
       group by h.id order by h.id limit ?) page
     join household h on h.id = page.id
     ${headOf}
     ${creditOn(on, 'page.bank_id')}
     left join lateral household_standing_on(h.id, ?::date) s on true
     order by h.id`,
    [counties, bank?.toString() ?? null, bank?.toString() ?? null, String(asked.after), on, asked.limit, on],
  );
  return rows.map((row) => ({ ...row, credit: row.credit && creditOf(row.credit) }));
}

/** Amounts inside JSON come as numbers; a household's are far below what those hold exactly. */
const creditOf = (kept: KeptCredit): LedgerCredit => ({
  ...kept,
  line_fen: fen(BigInt(kept.line_fen)),
  earlier_balance_fen: amount(kept.earlier_balance_fen),
  earlier_overdue_fen: amount(kept.earlier_overdue_fen),
  earlier_interest_fen: amount(kept.earlier_interest_fen),
});
const amount = (kept: number | null): Fen | null => (kept === null ? null : fen(BigInt(kept)));
