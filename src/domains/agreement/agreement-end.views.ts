import type { Scope } from '../../platform/context.ts';
import type { Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import { equals, pageOfIds, present, readPage } from '../../platform/scoped-page.ts';

export interface TerminationQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly state?: string | undefined;
  readonly enterprise_id?: bigint | undefined;
  readonly county_code?: string | undefined;
}

const LISTED = { name: 'agreement_termination', bank: 'bank_id', enterprise: 'enterprise_id' };

/** Early ends of agreements, by number, with whose they are. */
export async function listTerminations(
  tx: Tx,
  scope: Scope,
  query: TerminationQuery,
): Promise<Page<{ id: bigint }>> {
  const ids = pageOfIds(LISTED, scope, {
    county: query.county_code,
    after: query.after,
    limit: query.limit + 1,
    conditions: present(equals('t.enterprise_id', query.enterprise_id), equals('t.state', query.state)),
  });
  const text = `select t.*, a.agreement_no, h.head_name, e.name as enterprise_name from (${ids.text}) page
    join agreement_termination t on t.id = page.id join agreement a on a.id = t.agreement_id
    join household h on h.id = t.household_id join organisation e on e.id = t.enterprise_id order by t.id`;
  return cutPage(await readPage<{ id: bigint }>(tx, ids, text), query.limit);
}
