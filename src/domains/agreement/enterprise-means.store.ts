import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { Placement } from './core/assess-limits.ts';
import * as no from './core/means-failures.ts';

export const enterpriseMeansConstraintFailures: ConstraintFailures = {
  agreement_enterprise_limits: no.limitsReached,
  agreement_enterprise_standing: no.standingLost,
  enterprise_means_once: no.meansTwice,
  enterprise_means_not_ahead: no.meansAhead,
};

/** What is placed with an enterprise, over all banks of the county; holds it. Null: out of scope. */
export async function placementOf(
  tx: Tx,
  enterpriseId: bigint,
  holdCounty: boolean,
): Promise<Placement | null> {
  const { rows } = await sql<Placement>(
    tx,
    `select households, placed_fen as placed, county_fen as county, means_fen as means from enterprise_placement(?, ?)`,
    [enterpriseId, holdCounty],
  );
  return rows[0] ?? null;
}

export interface MeansRow {
  readonly id: bigint;
  readonly enterprise_id: bigint;
  readonly as_of: PlainDate;
  /** May be negative. */
  readonly net_assets_fen: bigint;
  readonly source: string;
  readonly recorded_by: bigint;
  readonly recorded_on: PlainDate;
}

export const insertMeans = (tx: Tx, row: Readonly<Record<string, unknown>>): Promise<MeansRow> =>
  insertRow<MeansRow>(tx, 'enterprise_means', row);

export async function meansOf(tx: Tx, enterpriseId: bigint): Promise<MeansRow[]> {
  const { rows } = await sql<MeansRow>(
    tx,
    `select id, enterprise_id, as_of, net_assets_fen, source, recorded_by, recorded_on from enterprise_means
     where enterprise_id = ? order by as_of desc`,
    [enterpriseId],
  );
  return rows;
}
