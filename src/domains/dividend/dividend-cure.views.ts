import type { Fen } from '../../kernel/money.ts';
import type { Scope } from '../../platform/context.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import { equals, pageOfIds, present, readPage } from '../../platform/scoped-page.ts';

/** What an enterprise stands at: owed, received, short, advanced and asked back. */
export interface EnterpriseStanding {
  readonly enterprise_id: bigint;
  readonly enterprise_name: string;
  readonly county_code: string;
  readonly dues: number;
  readonly households: number;
  readonly cash_fen: Fen;
  readonly received_fen: Fen;
  readonly paid_fen: Fen;
  readonly overdue: number;
  readonly overdue_fen: Fen;
  /** Principal that became overdue, and what of it has not come; the sums before are of dividends alone. */
  readonly principal_fen: Fen;
  readonly principal_short_fen: Fen;
  readonly deposit_fen: Fen;
  readonly guarantor_fen: Fen;
  readonly advanced_fen: Fen;
  readonly recovered_fen: Fen;
}

/** Standing of every enterprise that owes anything, or of one, by name. */
export async function enterpriseStandings(
  tx: Tx,
  enterpriseId: bigint | null,
): Promise<EnterpriseStanding[]> {
  const id = enterpriseId === null ? null : String(enterpriseId);
  const { rows } = await sql<EnterpriseStanding>(
    tx,
    `select e.id as enterprise_id, e.name as enterprise_name, e.county_code, t.dues, t.households, t.cash_fen, t.received_fen,
       t.paid_fen, t.overdue, t.overdue_fen, t.principal_fen, t.principal_short_fen, coalesce(m.deposit_fen, 0) as deposit_fen, coalesce(m.guarantor_fen, 0) as guarantor_fen,
       coalesce(m.advanced_fen, 0) as advanced_fen, coalesce(v.recovered_fen, 0) as recovered_fen
     from (select enterprise_id, (count(*) filter (where kind <> 'principal'))::int as dues,
         count(distinct household_id)::int as households,
         coalesce(sum(cash_fen) filter (where kind <> 'principal'), 0)::bigint as cash_fen,
         coalesce(sum(received_fen) filter (where kind <> 'principal'), 0)::bigint as received_fen,
         coalesce(sum(paid_fen) filter (where kind <> 'principal'), 0)::bigint as paid_fen,
         (count(*) filter (where kind <> 'principal' and state in ('missed', 'in_cure', 'defaulted')))::int as overdue,
         coalesce(sum(cash_fen - received_fen) filter (where kind <> 'principal' and state in ('missed', 'in_cure', 'defaulted')), 0)::bigint
           as overdue_fen,
         coalesce(sum(cash_fen) filter (where kind = 'principal'), 0)::bigint as principal_fen,
         coalesce(sum(cash_fen - received_fen) filter (where kind = 'principal'), 0)::bigint as principal_short_fen
       from dividend_due where ?::bigint is null or enterprise_id = ?::bigint group by enterprise_id) t
     join organisation e on e.id = t.enterprise_id
     left join (select enterprise_id, coalesce(sum(amount_fen) filter (where source = 'deposit'), 0)::bigint as deposit_fen,
         coalesce(sum(amount_fen) filter (where source = 'guarantor'), 0)::bigint as guarantor_fen,
         coalesce(sum(amount_fen) filter (where source = 'county'), 0)::bigint as advanced_fen
       from dividend_receipt where state = 'confirmed' group by enterprise_id) m on m.enterprise_id = e.id
     left join (select enterprise_id, sum(amount_fen)::bigint as recovered_fen from dividend_recovery where state = 'confirmed'
       group by enterprise_id) v on v.enterprise_id = e.id
     order by t.overdue_fen + t.principal_short_fen desc, e.id limit 500`,
    [id, id],
  );
  return rows;
}

export interface RecoveryQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly state?: string | undefined;
  readonly enterprise_id?: bigint | undefined;
  readonly county_code?: string | undefined;
}

/** What enterprises gave back of the county's advances, by number. */
export async function listRecoveries(
  tx: Tx,
  scope: Scope,
  query: RecoveryQuery,
): Promise<Page<{ id: bigint }>> {
  const ids = pageOfIds({ name: 'dividend_recovery', enterprise: 'enterprise_id' }, scope, {
    county: query.county_code,
    after: query.after,
    limit: query.limit + 1,
    conditions: present(equals('t.enterprise_id', query.enterprise_id), equals('t.state', query.state)),
  });
  const text = `select r.*, e.name as enterprise_name from (${ids.text}) page
    join dividend_recovery r on r.id = page.id join organisation e on e.id = r.enterprise_id order by r.id`;
  return cutPage(await readPage<{ id: bigint }>(tx, ids, text), query.limit);
}
