import type { OrganisationId } from '../../kernel/ids.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Fen } from '../../kernel/money.ts';
import { sqlPrepared, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { LendingBank } from './core/bank-names.ts';
import { parentNotFound, regionNotFound, societyUscc, usccTaken } from './core/failures.ts';
import type { OrganisationKind, Standing } from './core/kinds.ts';
import type { RegionId } from './core/place-names.ts';

export const organisationConstraintFailures: ConstraintFailures = {
  organisation_uscc: usccTaken,
  organisation_society_uscc: societyUscc,
  organisation_parent_id_fkey: parentNotFound,
  organisation_region_id_fkey: regionNotFound,
  organisation_region_id_county_code_fkey: regionNotFound,
};

/** An office, bank, enterprise or cooperative as the register holds it. */
export interface OrganisationRow {
  readonly id: OrganisationId;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly uscc: string | null;
  readonly region_id: RegionId;
  readonly county_code: string | null;
  readonly parent_id: OrganisationId | null;
  readonly head_name: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  readonly account_name: string | null;
  readonly account_no: string | null;
  readonly account_bank: string | null;
  readonly paid_in_capital_fen: Fen | null;
  readonly standing: Standing;
}

const COLUMNS = [
  ...['id', 'kind', 'name', 'uscc', 'region_id', 'county_code', 'parent_id', 'head_name', 'address', 'phone'],
  ...['account_name', 'account_no', 'account_bank', 'paid_in_capital_fen', 'standing'],
];

export async function findOrganisation(tx: Tx, id: OrganisationId): Promise<OrganisationRow | null> {
  const { rows } = await sqlPrepared<OrganisationRow>(
    tx,
    `select ${COLUMNS.join(', ')} from organisation where id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

export async function insertOrganisation(
  tx: Tx,
  row: Omit<OrganisationRow, 'id' | 'standing'>,
): Promise<OrganisationId> {
  const [inserted] = await tx('organisation')
    .insert({
      ...row,
      region_id: String(row.region_id),
      parent_id: row.parent_id === null ? null : String(row.parent_id),
      paid_in_capital_fen: row.paid_in_capital_fen === null ? null : String(row.paid_in_capital_fen),
    })
    .returning<{ id: OrganisationId }[]>('id');
  invariant(inserted, 'an insert returns its row');
  return inserted.id;
}

/** Guarded by the standing it was decided on; false when somebody was faster. */
export async function updateStanding(
  tx: Tx,
  id: OrganisationId,
  change: { readonly from: Standing; readonly to: Standing },
): Promise<boolean> {
  const changed = await tx('organisation')
    .where({ id: String(id), standing: change.from })
    .update({ standing: change.to });
  return changed === 1;
}

/** Banks and branches of a county, those without standing as well: old ledgers name them. */
export async function findLendingBanks(tx: Tx, countyCode: string): Promise<LendingBank[]> {
  return tx('organisation')
    .where('county_code', countyCode)
    .whereIn('kind', ['bank', 'bank_branch'])
    .orderBy('id')
    .select<LendingBank[]>('id', 'name');
}

/** A township office with its account, and the township it serves. */
export interface TownshipOffice {
  readonly township_code: string;
  readonly name: string;
  readonly account_name: string | null;
  readonly account_no: string | null;
  readonly account_bank: string | null;
}

export async function findTownshipOffices(tx: Tx, countyCode: string): Promise<TownshipOffice[]> {
  const { rows } = await sqlPrepared<TownshipOffice>(
    tx,
    `select left(r.code, 9) as township_code, o.name, o.account_name, o.account_no, o.account_bank
     from organisation o join region r on r.id = o.region_id
     where o.kind = 'township_office' and o.county_code = ? and o.standing = 'good' order by o.id`,
    [countyCode],
  );
  return rows;
}
