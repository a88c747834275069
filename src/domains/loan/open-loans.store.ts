import type { HouseholdId } from '../../kernel/ids.ts';
import { sql, type Tx } from '../../platform/db.ts';

/** Open loans of a household of which the terms allow one; a top-up is none of them. */
export async function soleLoansOpen(tx: Tx, householdId: HouseholdId, productCode: string): Promise<number> {
  const { rows } = await sql<{ open: number }>(tx, 'select sole_loans_open(?, ?) as open', [
    String(householdId),
    productCode,
  ]);
  return rows[0]?.open ?? 0;
}

/** Open loans of a household in a product that are no top-ups. */
export async function baseLoansOpen(tx: Tx, householdId: HouseholdId, productCode: string): Promise<number> {
  const { rows } = await sql<{ open: number }>(tx, 'select base_loans_open(?, ?) as open', [
    String(householdId),
    productCode,
  ]);
  return rows[0]?.open ?? 0;
}
