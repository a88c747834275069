import { sql, type Tx } from '../../platform/db.ts';
import type { ShareStatementFacts, ShareYear } from './core/share-statement-sheet.ts';

export type ShareStatementSource = Omit<
  ShareStatementFacts,
  'statementNo' | 'years' | 'payments' | 'holdings'
> & {
  readonly county_code: string;
  readonly enterprise_id: bigint;
  readonly issue_id: bigint;
  readonly household_id: bigint;
  readonly share_places: number;
  /** Units by class at the record date, as digits. */
  readonly held: readonly {
    readonly preferred: boolean;
    readonly units: string;
    readonly no: string | null;
  }[];
};

const YEAR = `d.year_no, d.due_on, d.floor_fen, d.profit_share_fen, d.due_fen, d.paid_fen, d.cash_fen - d.paid_fen as unpaid_fen, d.state`;

/** A household's dividend by shares as its statement prints it; null when it is another kind of due. */
export async function shareStatementSource(tx: Tx, dueId: bigint): Promise<ShareStatementSource | null> {
  const { rows } = await sql<ShareStatementSource>(
    tx,
    `select ${YEAR}, d.county_code, d.enterprise_id, d.household_id, d.invested_fen, d.received_fen, s.issue_id, s.profit_fen,
       s.document_no as "documentNo", i.issue_no as "issueNo", i.project, i.share_places, r.record_on,
       coalesce((select sum(l.withheld_fen) from dividend_payout_line l where l.due_id = d.id and l.state = 'paid'), 0)::bigint
         as withheld_fen,
       (select jsonb_agg(jsonb_build_object('preferred', f.share_class = 'preferred', 'units', f.units::text,
           'no', o.certificate_no) order by f.share_class desc)
         from share_record_holder f left join share_lot o on o.id = f.lot_id
         where f.issue_id = s.issue_id and f.dividend_year = s.dividend_year and f.household_id = d.household_id) as held,
       h.head_name as head, h.household_no as "householdNo", h.township_name || h.village_name as village, e.name as enterprise,
       (select g.name from region g where g.code = d.county_code || '000000' order by g.id desc limit 1) as county
     from dividend_due d join share_dividend s on s.id = d.share_dividend_id join share_issue i on i.id = s.issue_id
     join share_record r on r.issue_id = s.issue_id and r.dividend_year = s.dividend_year
     join household h on h.id = d.household_id join organisation e on e.id = d.enterprise_id where d.id = ?`,
    [dueId],
  );
  return rows[0] ?? null;
}

/** All years of a household's shares in a project, in order. */
export async function shareYears(tx: Tx, issueId: bigint, householdId: bigint): Promise<ShareYear[]> {
  const { rows } = await sql<ShareYear>(
    tx,
    `select ${YEAR} from dividend_due d join share_dividend s on s.id = d.share_dividend_id
     where s.issue_id = ? and d.household_id = ? order by d.year_no`,
    [issueId, householdId],
  );
  return rows;
}
