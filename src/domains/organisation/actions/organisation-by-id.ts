import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db.ts';
import { notInGoodStanding, organisationNotFound, wrongKind } from '../core/failures.ts';
import type { OrganisationKind } from '../core/kinds.ts';
import { findOrganisation, type OrganisationRow } from '../organisation.store.ts';

export async function organisationById(tx: Tx, id: OrganisationId): Promise<OrganisationRow> {
  const organisation = await findOrganisation(tx, id);
  if (!organisation) throw organisationNotFound();
  return organisation;
}

export interface Wanted {
  readonly kinds: readonly OrganisationKind[];
  /** The county it must belong to; another county's is answered as if it did not exist. */
  readonly countyCode: string;
}

/** An organisation that may take on new business: of a wanted kind, of this county, in good standing. */
export async function requireGoodStanding(
  tx: Tx,
  id: OrganisationId,
  wanted: Wanted,
): Promise<OrganisationRow> {
  const organisation = await organisationById(tx, id);
  if (organisation.county_code !== wanted.countyCode) throw organisationNotFound();
  if (!wanted.kinds.includes(organisation.kind)) throw wrongKind(organisation.name);
  if (organisation.standing !== 'good') throw notInGoodStanding(organisation.name, organisation.standing);
  return organisation;
}
