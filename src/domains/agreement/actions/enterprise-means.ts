import type { PlainDate } from '../../../kernel/date.ts';
import type { OrganisationId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { organisationById, requireGoodStanding } from '../../organisation/index.ts';
import { insertMeans, meansOf, placementOf, type MeansRow } from '../enterprise-means.store.ts';

export interface MeansInput {
  readonly enterpriseId: OrganisationId;
  readonly asOf: PlainDate;
  readonly netAssets: bigint;
  readonly source: string;
}

/** Records an enterprise's net assets by its statements; the latest are what limits are measured against. */
export async function recordMeans(tx: Tx, context: Context, input: MeansInput): Promise<MeansRow> {
  const kinds = ['enterprise', 'cooperative'] as const;
  const { county_code: countyCode } = await organisationById(tx, input.enterpriseId);
  const wanted = { kinds, countyCode: countyCode ?? '' };
  const enterprise = await requireGoodStanding(tx, input.enterpriseId, wanted);
  invariant(enterprise.county_code, 'an enterprise belongs to a county');
  const row = await insertMeans(tx, {
    enterprise_id: enterprise.id,
    county_code: enterprise.county_code,
    as_of: input.asOf,
    net_assets_fen: input.netAssets,
    source: input.source,
    recorded_by: actingPerson(context),
    recorded_on: context.today,
  });
  await record(tx, context, {
    act: 'agreement.means-recorded',
    subjectKind: 'organisation',
    subjectId: enterprise.id,
    countyCode: enterprise.county_code,
    after: { as_of: row.as_of, net_assets_fen: row.net_assets_fen },
  });
  return row;
}

/** What is placed with an enterprise and what it stands on. */
export async function readPlacement(tx: Tx, id: OrganisationId) {
  const enterprise = await organisationById(tx, id);
  const placement = await placementOf(tx, id, false);
  return {
    enterprise_id: id,
    enterprise_name: enterprise.name,
    standing: enterprise.standing,
    paid_in_capital_fen: enterprise.paid_in_capital_fen,
    households: Number(placement?.households ?? 0n),
    placed_fen: placement?.placed ?? 0n,
    county_placed_fen: placement?.county ?? 0n,
    means: await meansOf(tx, id),
  };
}
