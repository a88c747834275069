import type { PlainDate } from '../../kernel/date.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import type { CreditRow, DistributionRow, ExtensionRow } from './core/society-rows.ts';

interface ListQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
}

export async function extensionsOf(tx: Tx, loanId: bigint): Promise<ExtensionRow[]> {
  const { rows } = await sql<ExtensionRow>(
    tx,
    'select * from mutual_extension where loan_id = ? order by id',
    [loanId],
  );
  return rows;
}

export async function listDistributions(
  tx: Tx,
  societyId: bigint,
  query: ListQuery,
): Promise<Page<DistributionRow>> {
  const { rows } = await sql<DistributionRow>(
    tx,
    'select * from mutual_distribution where society_id = ? and id > ? order by id limit ?',
    [societyId, query.after ?? 0n, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}

export interface DividendView {
  readonly member_id: bigint;
  readonly member_name: string;
  readonly own_fen: bigint;
  readonly amount_fen: bigint;
}

export async function dividendsOf(tx: Tx, distributionId: bigint): Promise<DividendView[]> {
  const { rows } = await sql<DividendView>(
    tx,
    `select d.member_id, p.name as member_name, d.own_fen, d.amount_fen from mutual_dividend d
     join mutual_member m on m.id = d.member_id join household_member p on p.id = m.household_member_id
     where d.distribution_id = ? order by d.member_id`,
    [distributionId],
  );
  return rows;
}

export async function distributionById(tx: Tx, id: bigint): Promise<DistributionRow | null> {
  const { rows } = await sql<DistributionRow>(tx, 'select * from mutual_distribution where id = ?', [id]);
  return rows[0] ?? null;
}

export interface CreditView extends CreditRow {
  readonly called_fen: bigint;
  readonly recovered_fen: bigint;
  readonly decided_on: PlainDate | null;
}

export async function listCredits(tx: Tx, societyId: bigint, query: ListQuery): Promise<Page<CreditView>> {
  const { rows } = await sql<CreditView>(
    tx,
    `select c.*, coalesce(m.called_fen, 0)::bigint as called_fen, coalesce(m.recovered_fen, 0)::bigint as recovered_fen
     from mutual_bank_credit c cross join lateral (
       select sum(amount_fen) filter (where kind = 'guarantee_called') as called_fen,
         sum(amount_fen) filter (where kind = 'guarantee_recovered') as recovered_fen
       from mutual_entry where credit_id = c.id and state = 'confirmed') m
     where c.society_id = ? and c.id > ? order by c.id limit ?`,
    [societyId, query.after ?? 0n, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}
