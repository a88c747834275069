import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import type { ClawbackId, ClawbackRow, ClawbackState } from './core/clawback.ts';

export interface ClawbackView extends ClawbackRow {
  readonly contract_no: string | null;
  readonly head_name: string;
}

const NAMED = `c.*, l.contract_no, h.head_name, h.household_no, h.township_name, h.village_name`;
const JOINS = `join loan l on l.id = c.loan_id join household h on h.id = c.household_id`;

export interface ClawbackQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly state?: ClawbackState | undefined;
  readonly county_code?: string | undefined;
}

export async function listClawbacks(tx: Tx, query: ClawbackQuery): Promise<Page<ClawbackView>> {
  const [state, county] = [query.state ?? null, query.county_code ?? null];
  const { rows } = await sql<ClawbackView>(
    tx,
    `select ${NAMED} from subsidy_clawback c ${JOINS}
     where c.id > ? and (?::text is null or c.state = ?) and (?::text is null or c.county_code = ?)
     order by c.id limit ?`,
    [query.after ?? 0n, state, state, county, county, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}

/** An order with the paid lines it names and what has come back. */
export async function clawbackView(tx: Tx, id: ClawbackId) {
  const { rows } = await sql<ClawbackView>(
    tx,
    `select ${NAMED} from subsidy_clawback c ${JOINS} where c.id = ?`,
    [id],
  );
  const [clawback] = rows;
  if (!clawback) return null;
  const lines = await sql<object>(
    tx,
    `select s.batch_id, b.batch_no, s.period_from, s.period_to, c.due_fen, c.settled_fen, c.amount_fen
     from subsidy_clawback_line c join subsidy_line s on s.loan_id = c.loan_id and s.period_to = c.period_to
     join subsidy_batch b on b.id = s.batch_id where c.clawback_id = ? order by c.period_to`,
    [id],
  );
  const payments = await sql<object>(
    tx,
    `select id, paid_on, amount_fen, bank_serial, recorded_on from subsidy_clawback_payment
     where clawback_id = ? order by id`,
    [id],
  );
  return { ...clawback, lines: lines.rows, payments: payments.rows };
}

export interface DifferenceView {
  readonly id: bigint;
  readonly rest_fen: bigint;
}

/** Loans whose paid lines came to something else than they are worth, as last counted; by loan. */
export async function listDifferences(
  tx: Tx,
  query: Omit<ClawbackQuery, 'state'>,
): Promise<Page<DifferenceView>> {
  const county = query.county_code ?? null;
  const { rows } = await sql<DifferenceView>(
    tx,
    `select c.loan_id as id, c.loan_id, c.county_code, c.bank_id, c.from_on, c.rest_fen,
       c.assessed_version <> l.facts_version as counting, l.contract_no, h.head_name, h.household_no
     from subsidy_correction c ${JOINS}
     where c.loan_id > ? and (?::text is null or c.county_code = ?)
       and (c.rest_fen <> 0 or c.assessed_version <> l.facts_version)
     order by c.loan_id limit ?`,
    [query.after ?? 0n, county, county, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}
