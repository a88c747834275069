import type { PlainDate } from '../../kernel/date.ts';
import type { OrganisationId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import * as no from './core/share-dividend-failures.ts';
import type { ShareDividend, ShareDividendLine } from './core/share-dividend.ts';

export const shareDividendConstraintFailures: ConstraintFailures = {
  share_dividend_by_agreement: no.paidByAgreement,
  share_dividend_once: no.declaredAlready,
  share_dividend_other_person: no.samePerson,
  share_dividend_operator: no.payerIsOperator,
};

export interface ShareDividendRow extends Omit<ShareDividend, 'lines'> {
  readonly id: bigint;
  readonly issue_id: bigint;
  readonly county_code: string;
  readonly dividend_year: number;
  readonly terms_id: bigint;
  readonly document_no: string;
  readonly profit_fen: bigint;
  /** Who pays it: the operator of the money, or for an asset of the village whoever was named. */
  readonly payer_id: OrganisationId;
  readonly pay_by: PlainDate;
  readonly line_count: number;
  readonly state: 'proposed' | 'confirmed' | 'refused';
  readonly declared_by: bigint;
  readonly declared_on: PlainDate;
}

/** Amounts inside JSON travel as digits, as everywhere. */
const asJson = (value: unknown): string =>
  JSON.stringify(value, (_key, entry: unknown) => (typeof entry === 'bigint' ? String(entry) : entry));

/** A declared dividend with its lines, in one statement each: they are checked against it together. */
export async function insertShareDividend(
  tx: Tx,
  dividend: Omit<ShareDividendRow, 'id' | 'state'>,
  lines: readonly ShareDividendLine[],
): Promise<ShareDividendRow> {
  const row = await insertRow<ShareDividendRow>(tx, 'share_dividend', {
    ...dividend,
    parts: asJson(dividend.parts),
  });
  await sql(
    tx,
    `insert into share_dividend_line (dividend_id, issue_id, dividend_year, county_code, household_id, share_class, units,
       floor_fen, participating_fen, due_fen)
     select ?, ?, ?, ?, g.* from unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[]) as g`,
    [
      ...[row.id, row.issue_id, row.dividend_year, row.county_code],
      lines.map((line) => line.household_id && String(line.household_id)),
      lines.map((line) => line.share_class),
      lines.map((line) => String(line.units)),
      lines.map((line) => String(line.floor_fen)),
      lines.map((line) => String(line.participating_fen)),
      lines.map((line) => String(line.due_fen)),
    ],
  );
  return row;
}

export async function lockShareDividend(tx: Tx, id: bigint): Promise<ShareDividendRow | null> {
  const { rows } = await sql<ShareDividendRow>(tx, 'select * from share_dividend where id = ? for update', [
    id,
  ]);
  return rows[0] ?? null;
}

export async function decideShareDividendRow(
  tx: Tx,
  id: bigint,
  decision: {
    readonly state: 'confirmed' | 'refused';
    readonly decided_by: bigint;
    readonly decided_on: PlainDate;
  },
): Promise<void> {
  await sql(tx, 'update share_dividend set state = ?, decided_by = ?, decided_on = ? where id = ?', [
    ...[decision.state, decision.decided_by, decision.decided_on, id],
  ]);
}

/**
 * Owes a confirmed dividend to the households that hold, one due each; what the village's shares bring goes
 * on no card.
 */
export async function oweShareDividend(tx: Tx, id: bigint): Promise<number> {
  const { count } = await sql(
    tx,
    `insert into dividend_due (kind, share_dividend_id, county_code, enterprise_id, household_id, year_no, period_from, period_to,
       due_on, invested_fen, floor_percent, slices, floor_fen, profit_share_percent, profit_share_fen, floor_counts_reinvested,
       withholding_percent, due_fen, cash_fen)
     select 'share', d.id, d.county_code, d.payer_id, l.household_id, d.dividend_year, make_date(d.dividend_year, 1, 1),
       make_date(d.dividend_year + 1, 1, 1), d.pay_by, round(sum(l.units) * i.par_fen / 10::numeric ^ i.share_places)::bigint,
       coalesce(t.preferred_percent, 0), '[]', sum(l.floor_fen), t.participating_percent, sum(l.participating_fen), false,
       t.withholding_percent, sum(l.due_fen), sum(l.due_fen)
     from share_dividend d join share_issue i on i.id = d.issue_id join share_terms t on t.id = d.terms_id
     join share_dividend_line l on l.dividend_id = d.id join household h on h.id = l.household_id
     where d.id = ? group by d.id, i.id, t.id, l.household_id, h.household_no having sum(l.due_fen) > 0
     order by h.household_no collate "C"`,
    [id],
  );
  return count;
}

/** What the issue's terms ask of a payout of this dividend. */
export interface SharePayoutRules {
  readonly payer_id: OrganisationId;
  readonly state: 'proposed' | 'confirmed' | 'refused';
  readonly publicity_days: number;
  readonly publicity_day_kind: 'natural' | 'working';
  readonly payout_memo_length: number;
}

export async function sharePayoutRules(tx: Tx, id: bigint): Promise<SharePayoutRules | null> {
  const { rows } = await sql<SharePayoutRules>(
    tx,
    `select d.payer_id, d.state, t.publicity_days, t.publicity_day_kind, t.payout_memo_length
     from share_dividend d join share_terms t on t.id = d.terms_id where d.id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

export interface ShownLine {
  readonly household_id: bigint | null;
  readonly household_no: string | null;
  readonly head_name: string | null;
  readonly share_class: 'preferred' | 'ordinary';
  readonly units: bigint;
  readonly floor_fen: Fen;
  readonly participating_fen: Fen;
  readonly due_fen: Fen;
}

/** A dividend with the places its issue counts shares in; null when out of scope. */
export async function findShareDividend(
  tx: Tx,
  id: bigint,
): Promise<(ShareDividendRow & { readonly share_places: number }) | null> {
  const { rows } = await sql<ShareDividendRow & { share_places: number }>(
    tx,
    'select d.*, i.share_places from share_dividend d join share_issue i on i.id = d.issue_id where d.id = ?',
    [id],
  );
  return rows[0] ?? null;
}

/** By household number, the village last. */
export async function shareDividendLines(tx: Tx, id: bigint): Promise<ShownLine[]> {
  const { rows } = await sql<ShownLine>(
    tx,
    `select l.*, h.household_no, h.head_name from share_dividend_line l left join household h on h.id = l.household_id
     where l.dividend_id = ? order by h.household_no collate "C" nulls last, l.share_class desc`,
    [id],
  );
  return rows;
}
