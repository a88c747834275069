import { one, sql, type Tx } from '../../platform/db.ts';
import { LISTED_COLUMNS, ORDINARY, WHOSE, withAdjusted, type ListedLine } from './core/listed-lines.ts';

/** Loans with a line that pays: what a sample is drawn from. */
export async function countPaying(tx: Tx, batchId: bigint): Promise<number> {
  const { rows } = await sql<{ count: number }>(
    tx,
    `select count(distinct loan_id)::int as count from subsidy_line where batch_id = ? and excluded is null`,
    [batchId],
  );
  return one(rows).count;
}

/**
 * The lines of so many loans, drawn by sha256 of `seed:contract number`: whoever has the printed list can
 * draw them again without us.
 */
export async function drawnLines(
  tx: Tx,
  batchId: bigint,
  { seed, count }: { readonly seed: string; readonly count: number },
): Promise<unknown[]> {
  const drawn = `sha256(convert_to(? || ':' || l.contract_no, 'UTF8'))`;
  const { rows } = await sql<ListedLine>(
    tx,
    `with drawn as materialized (
       select l.id, ${drawn} as place from loan l
       where exists (select from subsidy_line s where s.batch_id = ? and s.loan_id = l.id and s.excluded is null)
       order by 2, 1 limit ?)
     select ${LISTED_COLUMNS} from (${ORDINARY} and s.excluded is null and s.loan_id in (select id from drawn)) x
     join drawn d on d.id = x.loan_id ${WHOSE} order by d.place, d.id, x.period_to`,
    [seed, batchId, count, batchId],
  );
  return rows.map(withAdjusted);
}
