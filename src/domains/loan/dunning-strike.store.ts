import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, one, sql, type Tx } from '../../platform/db.ts';
import type { StrikeId, StrikeRow } from './core/dunning-strike.ts';
import type { ChangeState } from './core/loan-change.ts';

export const insertStrike = (
  tx: Tx,
  strike: Omit<StrikeRow, 'id' | 'state' | 'decided_by' | 'decided_on' | 'refusal'>,
): Promise<StrikeRow> => insertRow<StrikeRow>(tx, 'loan_dunning_strike', { ...strike });

/** The strike, held until the transaction ends. */
export async function lockStrike(tx: Tx, id: StrikeId): Promise<StrikeRow | null> {
  const { rows } = await sql<StrikeRow>(tx, 'select * from loan_dunning_strike where id = ? for update', [
    String(id),
  ]);
  return rows[0] ?? null;
}

export async function findStrikes(
  tx: Tx,
  page: {
    readonly after?: bigint | undefined;
    readonly limit: number;
    readonly state?: ChangeState | undefined;
  },
): Promise<StrikeRow[]> {
  const { rows } = await sql<StrikeRow>(
    tx,
    'select * from loan_dunning_strike where id > ? and (?::text is null or state = ?) order by id limit ?',
    [String(page.after ?? 0n), page.state ?? null, page.state ?? null, page.limit],
  );
  return rows;
}

export async function decideStrikeRow(
  tx: Tx,
  id: StrikeId,
  decision: Pick<StrikeRow, 'state' | 'refusal'> & {
    readonly decided_by: bigint;
    readonly decided_on: PlainDate;
  },
): Promise<StrikeRow> {
  const { rows } = await sql<StrikeRow>(
    tx,
    `update loan_dunning_strike set state = ?, decided_by = ?, decided_on = ?::date, refusal = ?
     where id = ? returning *`,
    [decision.state, String(decision.decided_by), decision.decided_on, decision.refusal, String(id)],
  );
  return one(rows);
}
