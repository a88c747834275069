import type { PlainDate } from '../../kernel/date.ts';
import type { Id, LoanId, OrganisationId } from '../../kernel/ids.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Fen } from '../../kernel/money.ts';
import type { Tx } from '../../platform/db.ts';

export type QuotaId = Id<'quota'>;

/** Where a quota stands in the tree: programme, county, bank. */
export interface QuotaPlace {
  readonly programmeCode: string;
  readonly countyCode: string | null;
  readonly bankId: OrganisationId | null;
}

export interface QuotaRow {
  readonly id: QuotaId;
  readonly limit_fen: Fen;
  readonly allocated_fen: Fen;
  readonly used_fen: Fen;
}

const QUOTA_COLUMNS = ['id', 'limit_fen', 'allocated_fen', 'used_fen'];

function at(tx: Tx, place: QuotaPlace) {
  return tx('quota')
    .where('programme_code', place.programmeCode)
    .whereRaw('county_code is not distinct from ?::text', [place.countyCode])
    .whereRaw('bank_id is not distinct from ?::bigint', [
      place.bankId === null ? null : String(place.bankId),
    ]);
}

export async function findQuota(tx: Tx, place: QuotaPlace): Promise<QuotaRow | null> {
  return (await at(tx, place).first<QuotaRow | undefined>(QUOTA_COLUMNS)) ?? null;
}

/** The quota with its row locked, so that nobody allocates or uses it until this transaction ends. */
export async function lockQuota(tx: Tx, place: QuotaPlace): Promise<QuotaRow | null> {
  return (await at(tx, place).forUpdate().first<QuotaRow | undefined>(QUOTA_COLUMNS)) ?? null;
}

export async function insertQuota(
  tx: Tx,
  place: QuotaPlace,
  parentId: QuotaId | null,
  limit: Fen,
): Promise<QuotaId> {
  const [row] = await tx('quota')
    .insert({
      programme_code: place.programmeCode,
      county_code: place.countyCode,
      bank_id: place.bankId === null ? null : String(place.bankId),
      parent_id: parentId === null ? null : String(parentId),
      limit_fen: String(limit),
    })
    .returning<{ id: QuotaId }[]>('id');
  invariant(row, 'an insert returns its row');
  return row.id;
}

export async function updateLimit(tx: Tx, id: QuotaId, limit: Fen): Promise<void> {
  await tx('quota')
    .where('id', String(id))
    .update({ limit_fen: String(limit) });
}

export interface QuotaUse {
  readonly loanId: LoanId;
  readonly amount: Fen;
  readonly usedOn: PlainDate;
}

/**
 * Takes the sum of the uses out of a bank's quota and notes each; false, and nothing written, when it does
 * not fit.
 */
export async function takeFromQuota(
  tx: Tx,
  place: QuotaPlace,
  total: Fen,
  uses: readonly QuotaUse[],
): Promise<boolean> {
  const result = await tx.raw<{ rowCount: number }>(
    `with taken as (
       update quota set used_fen = used_fen + ?::bigint
       where programme_code = ? and county_code = ? and bank_id = ?::bigint
         and allocated_fen + used_fen + ?::bigint <= limit_fen
       returning id
     )
     insert into quota_entry (quota_id, loan_id, amount_fen, used_on)
     select taken.id, use.loan_id, use.amount_fen, use.used_on
     from taken cross join unnest(?::bigint[], ?::bigint[], ?::date[]) as use (loan_id, amount_fen, used_on)`,
    [
      String(total),
      place.programmeCode,
      place.countyCode,
      String(place.bankId),
      String(total),
      uses.map((use) => String(use.loanId)),
      uses.map((use) => String(use.amount)),
      uses.map((use) => use.usedOn),
    ],
  );
  return result.rowCount === uses.length;
}
