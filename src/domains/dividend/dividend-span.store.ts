import type { Period, PlainDate } from '../../kernel/date.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { BEFORE_SPAN, BEFORE_SPAN_JOIN, type DueOfSpan } from './core/due-of-span.ts';

/**
 * All an enterprise owes by agreements for a calendar year or quarter, by household number, held until the
 * transaction ends.
 */
export async function lockSpan(tx: Tx, enterpriseId: bigint, days: Period): Promise<DueOfSpan[]> {
  const { rows } = await sql<DueOfSpan>(
    tx,
    `select d.*, a.dividend_frequency as frequency, ${BEFORE_SPAN} from dividend_due d join household h on h.id = d.household_id
     join agreement a on a.id = d.agreement_id ${BEFORE_SPAN_JOIN}
     where d.enterprise_id = ? and d.kind = 'agreement' and d.due_on >= ?::date and d.due_on < ?::date
     order by h.household_no, d.agreement_id, d.year_no, d.part_no for no key update of d`,
    [days.from, enterpriseId, days.from, days.to],
  );
  return rows;
}

export interface ReportedFigures {
  readonly due_id: bigint;
  readonly profit_fen: bigint;
  readonly earlier_fen: bigint;
  readonly profit_share_fen: bigint;
  readonly due_fen: bigint;
  readonly reinvested_fen: bigint;
  readonly cash_fen: bigint;
}

/** Carries an accepted report into the dues; what turns short or whole by it says so. */
export async function applyReport(
  tx: Tx,
  report: { readonly id: bigint; readonly today: PlainDate },
  figures: readonly ReportedFigures[],
): Promise<number> {
  const column = (pick: (each: ReportedFigures) => bigint): string[] =>
    figures.map((each) => String(pick(each)));
  const { count } = await sql(
    tx,
    `update dividend_due d set report_id = ?, profit_fen = g.profit, earlier_fen = g.earlier, profit_share_fen = g.share, due_fen = g.due,
       reinvested_fen = g.reinvested, cash_fen = g.cash,
       state = case when d.received_fen < g.cash and d.state in ('met', 'cured') then 'missed'
         when d.received_fen = g.cash and d.state in ('missed', 'in_cure', 'defaulted') then 'cured' else d.state end,
       missed_on = case when d.received_fen < g.cash and d.state = 'met' then ?::date else d.missed_on end
     from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
       as g (id, profit, earlier, share, due, reinvested, cash)
     where d.id = g.id`,
    [
      report.id,
      report.today,
      column((each) => each.due_id),
      column((each) => each.profit_fen),
      column((each) => each.earlier_fen),
      column((each) => each.profit_share_fen),
      column((each) => each.due_fen),
      column((each) => each.reinvested_fen),
      column((each) => each.cash_fen),
    ],
  );
  return count;
}
