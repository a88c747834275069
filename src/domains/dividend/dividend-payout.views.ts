import type { Scope } from '../../platform/context.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import { equals, pageOfIds, present, readPage, type ListedTable } from '../../platform/scoped-page.ts';
import type { PayoutRow } from './core/payout-row.ts';

/** Programme versions whose lines stand on a list; none stand on one by shares. */
export async function termsOfPayout(tx: Tx, payoutId: bigint): Promise<bigint[]> {
  const { rows } = await sql<{ terms_id: bigint }>(
    tx,
    `select distinct d.terms_id from dividend_payout_line l join dividend_due d on d.id = l.due_id
     where l.payout_id = ? and d.terms_id is not null`,
    [payoutId],
  );
  return rows.map((row) => row.terms_id);
}

export interface PayoutQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly enterprise_id?: bigint | undefined;
  readonly state?: string | undefined;
  readonly county_code?: string | undefined;
}

const LISTED: ListedTable = { name: 'dividend_payout', bank: 'bank_id', enterprise: 'enterprise_id' };

const NAMED = `p.*, e.name as enterprise_name, b.name as bank_name`;
const PARTIES = `join organisation e on e.id = p.enterprise_id join organisation b on b.id = p.bank_id`;

export async function listPayouts(tx: Tx, scope: Scope, query: PayoutQuery): Promise<Page<{ id: bigint }>> {
  const ids = pageOfIds(LISTED, scope, {
    county: query.county_code,
    after: query.after,
    limit: query.limit + 1,
    conditions: present(equals('t.enterprise_id', query.enterprise_id), equals('t.state', query.state)),
  });
  const text = `select ${NAMED} from (${ids.text}) page join dividend_payout p on p.id = page.id ${PARTIES} order by p.id`;
  return cutPage(await readPage<{ id: bigint }>(tx, ids, text), query.limit);
}

export interface PayoutDetail extends PayoutRow {
  readonly enterprise_name: string;
  readonly bank_name: string;
  readonly decisions: readonly unknown[];
  readonly notices: readonly unknown[];
  readonly orders: readonly unknown[];
}

export async function payoutById(tx: Tx, id: bigint): Promise<PayoutDetail | null> {
  const { rows } = await sql<PayoutDetail>(
    tx,
    `select ${NAMED},
       coalesce((select jsonb_agg(jsonb_build_object('act', d.act, 'person_name', d.person_name, 'role', d.role,
         'remark', d.remark, 'decided_on', d.decided_on) order by d.step)
         from dividend_payout_decision d where d.payout_id = p.id), '[]') as decisions,
       coalesce((select jsonb_agg(jsonb_build_object('id', n.id::text, 'level', n.level, 'posting', n.posting, 'state', n.state,
         'posted_on', n.posted_on, 'ends_on', n.ends_on, 'free_on', n.free_on) order by n.id)
         from notice n where n.subject_kind = 'dividend_payout' and n.subject_id = p.id), '[]') as notices,
       coalesce((select jsonb_agg(jsonb_build_object('id', o.id::text, 'order_no', o.order_no, 'round', o.round,
         'state', o.state) order by o.round)
         from payment_order o where o.subject_kind = 'dividend_payout' and o.subject_id = p.id), '[]') as orders
     from dividend_payout p ${PARTIES} where p.id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

/** Lines of a list in their order, accounts to the last four digits. */
export async function payoutLines(
  tx: Tx,
  payoutId: bigint,
  query: { readonly after?: bigint | undefined; readonly limit: number },
): Promise<Page<{ id: bigint }>> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select l.id, l.line_no, l.due_id, d.kind, l.agreement_id, s.source_no, l.household_id, h.household_no, h.head_name,
       h.township_name, h.village_name, l.due_on, l.component, l.gross_fen, l.withheld_fen, l.net_fen, l.payee_name,
       l.account_last4, l.account_bank, l.state, l.exclusion, l.paid_on
     from dividend_payout_line l join dividend_due d on d.id = l.due_id join dividend_source s on s.due_id = d.id
     join household h on h.id = l.household_id where l.payout_id = ? and l.line_no > coalesce((select x.line_no from dividend_payout_line x where x.id = ?), 0)
     order by l.line_no limit ?`,
    [payoutId, query.after ?? 0n, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}
