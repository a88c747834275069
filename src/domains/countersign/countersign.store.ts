import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import { readInput } from './core/keep-input.ts';
import {
  ownWork,
  workWaiting,
  type WorkId,
  type WorkKind,
  type WorkRow,
  type WorkState,
} from './core/work.ts';

export const countersignConstraintFailures: ConstraintFailures = {
  countersign_one_waiting: workWaiting,
  countersign_other_person: ownWork,
};

/** What the second person reads has its amounts and percentages as rows have them. */
const shown = (work: WorkRow): WorkRow => ({
  ...work,
  content: readInput(work.content) as WorkRow['content'],
});

export type NewWork = Pick<
  WorkRow,
  'kind' | 'county_code' | 'bank_id' | 'subject_id' | 'amount_fen' | 'entered_by' | 'entered_on'
> & { readonly once_key: string; readonly input: string; readonly content: string };

export const insertWork = async (tx: Tx, work: NewWork): Promise<WorkRow> =>
  shown(await insertRow<WorkRow>(tx, 'countersign', { ...work }));

/** The work, held until the transaction ends. */
export async function lockWork(tx: Tx, id: WorkId): Promise<WorkRow | null> {
  const { rows } = await sql<WorkRow>(tx, 'select * from countersign where id = ? for update', [String(id)]);
  return rows[0] ? shown(rows[0]) : null;
}

export interface WorkDecision {
  readonly state: 'confirmed' | 'refused';
  readonly decided_by: bigint;
  readonly decided_on: PlainDate;
  readonly refusal: string | null;
}

/** Guarded by its state: null when somebody has decided it meanwhile. */
export async function decideWorkRow(tx: Tx, id: WorkId, decision: WorkDecision): Promise<WorkRow | null> {
  const { rows } = await sql<WorkRow>(
    tx,
    `update countersign set state = ?, decided_by = ?, decided_on = ?::date, refusal = ?
     where id = ? and state = 'entered' returning *`,
    [decision.state, String(decision.decided_by), decision.decided_on, decision.refusal, String(id)],
  );
  return rows[0] ? shown(rows[0]) : null;
}

export interface WorkFilter {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly state?: WorkState | undefined;
  readonly kind?: WorkKind | undefined;
  readonly county_code?: string | undefined;
}

/** Work in scope, in the order it was entered; every filter narrows. */
export async function listWork(tx: Tx, filter: WorkFilter): Promise<Page<WorkRow>> {
  const { state = null, kind = null, county_code: county = null } = filter;
  const { rows } = await sql<WorkRow>(
    tx,
    `select * from countersign where id > ? and (?::text is null or state = ?) and (?::text is null or kind = ?)
       and (?::text is null or county_code = ?) order by id limit ?`,
    [String(filter.after ?? 0n), state, state, kind, kind, county, county, filter.limit + 1],
  );
  return cutPage(rows.map(shown), filter.limit);
}
