import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { organisationNotFound } from '../core/failures.ts';
import {
  readOrganisation,
  readOrganisations,
  readRegions,
  type OrganisationFilter,
  type RegionFilter,
} from '../organisation.views.ts';

export async function listOrganisations(
  tx: Tx,
  _context: Context,
  filter: OrganisationFilter,
): Promise<{ items: Record<string, unknown>[]; next: unknown }> {
  const items = await readOrganisations(tx, filter);
  return { items, next: items.length === filter.limit ? (items.at(-1)?.id ?? null) : null };
}

export async function showOrganisation(
  tx: Tx,
  _context: Context,
  id: bigint,
): Promise<Record<string, unknown>> {
  const organisation = await readOrganisation(tx, id);
  if (!organisation) throw organisationNotFound();
  return organisation;
}

/** Divisions as they are today unless another day is asked for. */
export async function listRegions(
  tx: Tx,
  context: Context,
  filter: Omit<RegionFilter, 'on'> & { readonly on?: PlainDate | undefined },
): Promise<{ items: Record<string, unknown>[] }> {
  return { items: await readRegions(tx, { ...filter, on: filter.on ?? context.today }) };
}
