import type { OrganisationId } from '../../../kernel/ids.ts';
import { addFen, fen } from '../../../kernel/money.ts';
import type { Tx } from '../../../platform/db.ts';
import { noQuota, quotaExhausted } from '../core/failures.ts';
import { findQuota, takeFromQuota, type QuotaUse } from '../quota.store.ts';

export interface QuotaConsumption {
  readonly programmeCode: string;
  readonly countyCode: string;
  readonly bankId: OrganisationId;
  /** One per loan; all or none are taken. */
  readonly uses: readonly QuotaUse[];
}

/**
 * Takes disbursements out of the bank's quota, in the transaction of the disbursement. The row of the bank
 * is the lock: whoever comes at the same moment waits and is measured against what is left then.
 */
export async function consumeQuota(tx: Tx, consumption: QuotaConsumption): Promise<void> {
  const { uses } = consumption;
  if (uses.length === 0) return;
  const total = addFen(...uses.map((use) => use.amount));
  if (await takeFromQuota(tx, consumption, total, uses)) return;
  const quota = await findQuota(tx, consumption);
  if (!quota) throw noQuota(consumption.countyCode);
  const remaining = fen(quota.limit_fen - quota.allocated_fen - quota.used_fen);
  throw quotaExhausted(total, remaining);
}
