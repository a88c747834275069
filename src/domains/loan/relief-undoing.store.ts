import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import { insertRow, one, sql, type Tx } from '../../platform/db.ts';
import type { ChangeState } from './core/loan-change.ts';
import type {
  NewReliefUndoing,
  ReliefUndoingId,
  ReliefUndoingRow,
  UndoObstacle,
} from './core/relief-undoing.ts';
import type { MovedLoan } from './core/relief-order.ts';

type Asked = Pick<ReliefUndoingRow, 'relief_id' | 'loan_id'>;

const valuesOf = ({ relief_id: relief, loan_id: loan }: Asked) => [
  String(relief),
  loan === null ? null : String(loan),
];

export const insertReliefUndoing = (tx: Tx, row: NewReliefUndoing): Promise<ReliefUndoingRow> =>
  insertRow<ReliefUndoingRow>(tx, 'relief_undoing', { ...row });

/** Holds the order of an undoing: whoever undoes or proposes to queues there. */
export async function lockOrderOf(tx: Tx, id: ReliefUndoingId): Promise<void> {
  await sql(
    tx,
    'select id from relief_order where id = (select relief_id from relief_undoing where id = ?) for update',
    [String(id)],
  );
}

/** The undoing, held until the transaction ends. */
export async function lockReliefUndoing(tx: Tx, id: ReliefUndoingId): Promise<ReliefUndoingRow | null> {
  const { rows } = await sql<ReliefUndoingRow>(tx, 'select * from relief_undoing where id = ? for update', [
    String(id),
  ]);
  return rows[0] ?? null;
}

export async function findReliefUndoings(
  tx: Tx,
  page: {
    readonly after?: bigint | undefined;
    readonly limit: number;
    readonly state?: ChangeState | undefined;
  },
): Promise<ReliefUndoingRow[]> {
  const { rows } = await sql<ReliefUndoingRow>(
    tx,
    'select * from relief_undoing where id > ? and (?::text is null or state = ?) order by id limit ?',
    [String(page.after ?? 0n), page.state ?? null, page.state ?? null, page.limit],
  );
  return rows;
}

/** The loans on which an order, or one loan of it, still stands, held in one order; how many there are. */
export async function lockRelieved(tx: Tx, asked: Asked): Promise<number> {
  const { rows } = await sql(
    tx,
    `select l.id from loan l where l.id in (select s.loan_id from relief_standing(?, ?) s) order by l.id for update`,
    valuesOf(asked),
  );
  return rows.length;
}

/** What stands in the way, the first kind of it; null when nothing does. */
export async function undoObstacle(tx: Tx, asked: Asked): Promise<UndoObstacle | null> {
  const { rows } = await sql<UndoObstacle>(
    tx,
    `select o.why, count(*)::int as loans, min(l.contract_no) as contract_no
     from relief_undo_obstacles(?, ?) o join loan l on l.id = o.loan_id group by o.why order by o.why limit 1`,
    valuesOf(asked),
  );
  return rows[0] ?? null;
}

export async function decideReliefUndoing(
  tx: Tx,
  id: ReliefUndoingId,
  decision: Pick<ReliefUndoingRow, 'state' | 'refusal' | 'loans_undone'> & {
    readonly decided_by: bigint;
    readonly decided_on: PlainDate;
  },
): Promise<ReliefUndoingRow> {
  const { rows } = await sql<ReliefUndoingRow>(
    tx,
    `update relief_undoing set state = ?, decided_by = ?, decided_on = ?::date, refusal = ?, loans_undone = ?
     where id = ? returning *`,
    [
      ...[decision.state, String(decision.decided_by), decision.decided_on],
      ...[decision.refusal, decision.loans_undone, String(id)],
    ],
  );
  return one(rows);
}

/**
 * Each event of the order gets the one that names it, the loans are due when the facts that count say so, and
 * the instalments when they were. Answers the loans whose maturity moved back.
 */
export async function undoRelief(
  tx: Tx,
  undoing: ReliefUndoingRow,
  by: { readonly reason: string; readonly person: bigint; readonly on: PlainDate },
): Promise<readonly MovedLoan[]> {
  await sql(
    tx,
    `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, reverses_id, undoing_id, reason, recorded_by, recorded_on)
     select e.loan_id, e.county_code, e.bank_id, 'undone', e.on_date, e.id, ?, ?, ?, ?::date
     from loan_fact e where e.relief_id = ? and (?::bigint is null or e.loan_id = ?) order by e.loan_id`,
    [
      ...[String(undoing.id), by.reason, String(by.person), by.on, String(undoing.relief_id)],
      ...[digits(undoing.loan_id), digits(undoing.loan_id)],
    ],
  );
  const { rows } = await sql<MovedLoan>(
    tx,
    `update loan l set matures_on = loan_maturity_by_facts(l.id), facts_version = l.facts_version + 1
     from loan_event e where e.loan_id = l.id and e.undoing_id = ? returning l.id as loan_id, e.on_date`,
    [String(undoing.id)],
  );
  await sql(
    tx,
    `with given as (
       update relief_instalment set undoing_id = ? where relief_id = ? and undoing_id is null and (?::bigint is null or loan_id = ?)
       returning loan_id, no, was_due_on)
     update loan_instalment i set due_on = g.was_due_on from given g where (i.loan_id, i.no) = (g.loan_id, g.no)`,
    [String(undoing.id), ...valuesOf(undoing), digits(undoing.loan_id)],
  );
  return rows;
}

const digits = (id: LoanId | null): string | null => (id === null ? null : String(id));
