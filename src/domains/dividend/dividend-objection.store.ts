import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import { ownExclusion } from './core/failures.ts';
import type { PayoutLineState } from './core/payout-row.ts';

export const dividendObjectionConstraintFailures: ConstraintFailures = {
  dividend_release_other_person: ownExclusion,
};

export interface ListedLine {
  readonly id: bigint;
  readonly payout_id: bigint;
  readonly county_code: string;
  readonly state: PayoutLineState;
}

const LINE = 'select id, payout_id, county_code, state from dividend_payout_line where id = ?';

export async function lockLine(tx: Tx, id: bigint): Promise<ListedLine | null> {
  return (await sql<ListedLine>(tx, `${LINE} for no key update`, [id])).rows[0] ?? null;
}

export async function lineOfPayout(tx: Tx, payoutId: bigint, id: bigint): Promise<ListedLine | null> {
  return (await sql<ListedLine>(tx, `${LINE} and payout_id = ?`, [id, payoutId])).rows[0] ?? null;
}

/** Holds a line back; the database takes it off the sums of its list. */
export async function excludeLine(tx: Tx, id: bigint, reason: string): Promise<void> {
  await tx('dividend_payout_line')
    .where({ id, state: 'pending' })
    .update({ state: 'excluded', exclusion: reason });
}

export async function releaseLineRow(
  tx: Tx,
  line: ListedLine,
  release: { readonly reason: string; readonly by: bigint; readonly on: PlainDate },
): Promise<void> {
  await insertRow(tx, 'dividend_line_release', {
    line_id: line.id,
    payout_id: line.payout_id,
    county_code: line.county_code,
    reason: release.reason,
    released_by: release.by,
    released_on: release.on,
  });
  await tx('dividend_payout_line').where({ id: line.id, state: 'excluded' }).update({ state: 'released' });
}
