import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, one, sql, type Tx } from '../../platform/db.ts';
import type { MovedLoan, NewRelief, ReliefId, ReliefOrderRow } from './core/relief-order.ts';
import type { ChangeState } from './core/loan-change.ts';

export const insertRelief = (tx: Tx, order: NewRelief): Promise<ReliefOrderRow> =>
  insertRow<ReliefOrderRow>(tx, 'relief_order', { ...order });

/** The order, held until the transaction ends. */
export async function lockRelief(tx: Tx, id: ReliefId): Promise<ReliefOrderRow | null> {
  const found = await sql<ReliefOrderRow>(tx, 'select * from relief_order where id = ? for update', [
    String(id),
  ]);
  return found.rows[0] ?? null;
}

export async function findReliefs(
  tx: Tx,
  page: {
    readonly after?: bigint | undefined;
    readonly limit: number;
    readonly state?: ChangeState | undefined;
  },
): Promise<ReliefOrderRow[]> {
  const found = await sql<ReliefOrderRow>(
    tx,
    'select * from relief_order where id > ? and (?::text is null or state = ?) order by id limit ?',
    [String(page.after ?? 0n), page.state ?? null, page.state ?? null, page.limit],
  );
  return found.rows;
}

interface Decision {
  readonly decided_by: bigint;
  readonly decided_on: PlainDate;
}

export async function refuseReliefRow(
  tx: Tx,
  id: ReliefId,
  decision: Decision & { readonly refusal: string },
): Promise<ReliefOrderRow> {
  const found = await sql<ReliefOrderRow>(
    tx,
    `update relief_order set state = 'refused', decided_by = ?, decided_on = ?::date, refusal = ?
     where id = ? returning *`,
    [String(decision.decided_by), decision.decided_on, decision.refusal, String(id)],
  );
  return one(found.rows);
}

/** What the bank called due (提前到期) is due: an order leaves it as it was called. */
const NOT_CALLED = `not exists (select from loan_fact c where c.loan_id = l.id and c.kind = 'called_due')`;

/** A due date that an order names. */
const inSpan = (day: string): string => `${day} >= o.due_from and ${day} < o.due_to`;

/** Where an order moves a due date of its span to: later, or not at all. */
const relieved = (day: string): string =>
  `greatest(${day}, least((${day} + make_interval(months => o.months_at_most))::date, o.not_after))`;

/** The lent loans of an order, what a fund has compensated or not. */
const OF_ORDER = `o.id = ? and l.county_code = o.county_code and l.programme_code = o.programme_code
    and l.state = 'disbursed' and ${NOT_CALLED}`;

/** Instalments of a loan that what was repaid does not cover and that an order names. */
const NAMED_INSTALMENTS = `loan_instalment i where i.loan_id = l.id and i.upto_fen > l.repaid_fen and ${inSpan('i.due_on')}`;

/**
 * The loans whose maturity an order moves: one of its span, or one that an instalment moved by it would fall
 * behind. What a fund has compensated stays.
 */
const MOVED = `
  select l.id, l.county_code, l.bank_id, l.disbursed_on, l.subsidy_from, l.matures_on,
    greatest(l.matures_on, case when ${inSpan('l.matures_on')} then ${relieved('l.matures_on')} end,
      (select max(${relieved('i.due_on')}) from ${NAMED_INSTALMENTS})) as to_on
  from loan l, relief_order o
  where ${OF_ORDER} and not loan_compensated(l.id)`;

/** The loans that an order would move, had no fund compensated them. */
const COMPENSATED = `
  select l.id from loan l, relief_order o
  where ${OF_ORDER} and loan_compensated(l.id)
    and (${inSpan('l.matures_on')} or exists (select from ${NAMED_INSTALMENTS}))`;

/**
 * Confirms a held order and moves what it moves, each part in one statement: first the maturities with their
 * events, then the instalments. An event holds from the old maturity on (or today, when that is still to
 * come), so that no day of it is overdue, paid or not; never before a ledger was taken over.
 * Answers the loans whose maturity moved.
 */
export async function confirmReliefRow(
  tx: Tx,
  order: ReliefOrderRow,
  decision: Decision,
): Promise<{ readonly order: ReliefOrderRow; readonly loans: readonly MovedLoan[] }> {
  await sql(
    tx,
    `select l.id from loan l where l.county_code = ? and l.programme_code = ? and l.state = 'disbursed'
     order by l.id for update`,
    [order.county_code, order.programme_code],
  );
  const { moved, compensated } = one(
    (
      await sql<{ moved: number; compensated: number }>(
        tx,
        `select (select count(*)::int from (${MOVED}) m where to_on > matures_on) as moved,
           (select count(*)::int from (${COMPENSATED}) c) as compensated`,
        [String(order.id), String(order.id)],
      )
    ).rows,
  );
  const confirmed = await sql<ReliefOrderRow>(
    tx,
    `update relief_order set state = 'confirmed', decided_by = ?, decided_on = ?::date, loans_moved = ?,
       loans_compensated = ? where id = ? returning *`,
    [String(decision.decided_by), decision.decided_on, moved, compensated, String(order.id)],
  );
  const loans = await moveMaturities(tx, order, decision);
  await moveInstalments(tx, order);
  return { order: one(confirmed.rows), loans };
}

async function moveMaturities(tx: Tx, order: ReliefOrderRow, decision: Decision): Promise<MovedLoan[]> {
  const found = await sql<MovedLoan>(
    tx,
    `with moved as (select * from (${MOVED}) m where to_on > matures_on), event as (
       insert into loan_event (loan_id, county_code, bank_id, kind, on_date, matures_on, relief_id, relief_subsidised, reason,
         recorded_by, recorded_on)
       select id, county_code, bank_id, 'extended', greatest(least(matures_on, ?::date), subsidy_from, disbursed_on), to_on,
         ?, ?, ?, ?, ?::date from moved order by id
       returning loan_id, on_date, matures_on)
     update loan l set matures_on = e.matures_on, facts_version = l.facts_version + 1
     from event e where e.loan_id = l.id returning e.loan_id, e.on_date`,
    [
      String(order.id),
      decision.decided_on,
      String(order.id),
      order.subsidised,
      `延期令：${order.document_no}`,
      String(decision.decided_by),
      decision.decided_on,
    ],
  );
  return found.rows;
}

/**
 * Instalments not covered by what was repaid; the contractual date stays, and where each was due is kept. One
 * that would fall due before an earlier one moved follows it: instalments keep their order.
 */
async function moveInstalments(tx: Tx, order: ReliefOrderRow): Promise<void> {
  await sql(
    tx,
    `with own as (
       select i.loan_id, i.no, i.due_on, case when ${inSpan('i.due_on')} then ${relieved('i.due_on')} else i.due_on end as to_on
       from relief_order o, loan l join loan_instalment i on i.loan_id = l.id and i.upto_fen > l.repaid_fen
       where ${OF_ORDER} and not loan_compensated(l.id)),
     ordered as (
       select loan_id, no, due_on, max(to_on) over (partition by loan_id order by no) as to_on,
         bool_or(to_on > due_on) over (partition by loan_id order by no) as follows from own),
     kept as (
       insert into relief_instalment (relief_id, county_code, loan_id, no, was_due_on, due_on, after_event_id)
       select ?, l.county_code, d.loan_id, d.no, d.due_on, d.to_on,
         coalesce((select max(e.id) from loan_event e where e.loan_id = d.loan_id), 0)
       from ordered d join loan l on l.id = d.loan_id where d.follows and d.to_on > d.due_on order by d.loan_id, d.no
       returning loan_id, no, due_on)
     update loan_instalment i set due_on = k.due_on from kept k where i.loan_id = k.loan_id and i.no = k.no`,
    [String(order.id), String(order.id)],
  );
}
