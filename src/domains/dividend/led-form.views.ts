import type { PlainDate } from '../../kernel/date.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { LedUse } from './core/led-form.ts';

/**
 * What is known of the enterprises that use some loans, by the loan. Loans that no enterprise uses have none.
 */
export async function ledUses(
  tx: Tx,
  loans: readonly bigint[],
  on: PlainDate,
): Promise<ReadonlyMap<bigint, LedUse>> {
  const { rows } = await sql<LedUse>(
    tx,
    `select l.id as loan_id, l.contract_no, p.name as product, e.name as enterprise, e.kind as enterprise_kind,
       coalesce(e.address, coalesce(c.name, '') || case when r.level = 'county' then '' else r.name end) as place,
       coalesce(m.floor_percent, a.floor_percent) as floor_percent,
       coalesce(m.profit_share_percent, a.profit_share_percent) as profit_share_percent,
       exists (select from agreement_service s where s.agreement_id = a.id and s.kind = 'training') as trains,
       exists (select from agreement_service s where s.agreement_id = a.id and s.kind = 'employment') as employs,
       coalesce((select sum(d.paid_fen) from dividend_due d where d.loan_id = l.id and d.kind <> 'principal'), 0)::bigint
         as dividends_fen,
       coalesce((select sum(s.wage_fen) from agreement_service s where s.loan_id = l.id), 0)::bigint as wages_fen
     from loan l join product p on p.code = l.product_code join organisation e on e.id = l.enterprise_id
     join region r on r.id = e.region_id
     left join region c on c.code = l.county_code || '000000' and c.valid_from <= ?::date
       and (c.valid_to is null or c.valid_to > ?::date)
     left join agreement a on a.loan_id = l.id and a.state <> 'cancelled'
     left join lateral (select floor_percent, profit_share_percent from agreement_amendment x where x.agreement_id = a.id
       and x.state = 'in_force' and x.effective_on <= ?::date order by x.version desc limit 1) m on true
     where l.id = any(?::bigint[])`,
    [on, on, on, loans.map(String)],
  );
  return new Map(rows.map((row) => [row.loan_id, row]));
}
