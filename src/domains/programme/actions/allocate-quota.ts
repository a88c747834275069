import type { OrganisationId } from '../../../kernel/ids.ts';
import { addFen, fen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import {
  bankWithoutCounty,
  parentQuotaMissing,
  quotaBelowUse,
  quotaOverAllocated,
} from '../core/failures.ts';
import {
  insertQuota,
  lockQuota,
  updateLimit,
  type QuotaId,
  type QuotaPlace,
  type QuotaRow,
} from '../quota.store.ts';

export interface QuotaAllocation {
  readonly programme_code: string;
  /** Absent: the programme's total. */
  readonly county_code?: string | null | undefined;
  /** Absent: the county's share. */
  readonly bank_id?: OrganisationId | null | undefined;
  /** The whole limit from now on, not the change. */
  readonly limit: Fen;
}

function parentOf(place: QuotaPlace): QuotaPlace | null {
  if (place.bankId !== null) return { ...place, bankId: null };
  return place.countyCode === null ? null : { ...place, countyCode: null };
}

const unused = (quota: QuotaRow): Fen => fen(quota.limit_fen - quota.allocated_fen - quota.used_fen);

/**
 * Sets the limit of a programme, county or bank. The row above is locked first, so that two allocations
 * cannot both find room in it.
 */
export async function allocateQuota(
  tx: Tx,
  context: Context,
  input: QuotaAllocation,
): Promise<{ id: QuotaId; limit_fen: Fen }> {
  const place = {
    programmeCode: input.programme_code,
    countyCode: input.county_code ?? null,
    bankId: input.bank_id ?? null,
  };
  if (place.bankId !== null && place.countyCode === null) throw bankWithoutCounty();
  const parent = await lockedParent(tx, place);
  const present = await lockQuota(tx, place);
  const before = present?.limit_fen ?? ZERO_FEN;
  requireRoom(parent, present, input.limit);
  if (present) await updateLimit(tx, present.id, input.limit);
  const id = present?.id ?? (await insertQuota(tx, place, parent?.id ?? null, input.limit));
  await record(tx, context, {
    act: 'programme.quota-allocated',
    subjectKind: 'quota',
    subjectId: id,
    before: { limit_fen: before },
    after: { ...place, limit_fen: input.limit },
    countyCode: place.countyCode,
  });
  return { id, limit_fen: input.limit };
}

/** What is taken now must be left above; what is spoken for below must stay covered. */
function requireRoom(parent: QuotaRow | null, present: QuotaRow | null, limit: Fen): void {
  const before = present?.limit_fen ?? ZERO_FEN;
  if (parent && limit - before > unused(parent)) throw quotaOverAllocated(addFen(unused(parent), before));
  const spoken = present ? addFen(present.allocated_fen, present.used_fen) : ZERO_FEN;
  if (limit < spoken) throw quotaBelowUse(spoken);
}

async function lockedParent(tx: Tx, place: QuotaPlace): Promise<QuotaRow | null> {
  const above = parentOf(place);
  if (above === null) return null;
  const parent = await lockQuota(tx, above);
  if (!parent) throw parentQuotaMissing();
  return parent;
}
