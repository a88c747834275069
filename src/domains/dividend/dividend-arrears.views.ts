import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import type { Scope } from '../../platform/context.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import { equals, pageOfIds, present, readPage } from '../../platform/scoped-page.ts';
import type { DueKind, DueState } from './core/due-row.ts';
import type { ReceiptSource } from './core/payout-row.ts';

/** One year of a household that was not paid in time: what it came to, and who paid it. */
export interface ArrearsRow {
  readonly id: bigint;
  readonly kind: DueKind;
  readonly source_no: string;
  readonly enterprise_id: bigint;
  readonly enterprise_name: string;
  readonly household_id: bigint;
  readonly household_no: string;
  readonly head_name: string;
  readonly village_name: string;
  readonly due_on: PlainDate;
  readonly floor_fen: Fen;
  readonly due_fen: Fen;
  readonly reinvested_fen: Fen;
  readonly cash_fen: Fen;
  readonly received_fen: Fen;
  readonly short_fen: Fen;
  readonly paid_fen: Fen;
  readonly state: DueState;
  readonly late_fee_percent: number;
  /** What came when and from whom; amounts in JSON are digits. */
  readonly receipts: readonly {
    readonly on: PlainDate;
    readonly source: ReceiptSource;
    readonly amount: string;
  }[];
  /** Late fees that were charged when the year was made whole, and what of them came. */
  readonly charged_fen: Fen;
  readonly charged_received_fen: Fen;
  readonly demands: readonly unknown[];
}

export interface ArrearsQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly enterprise_id?: bigint | undefined;
  readonly household_id?: bigint | undefined;
  readonly county_code?: string | undefined;
}

const ARREARS = `d.id, d.kind, s.source_no, d.enterprise_id, e.name as enterprise_name, d.household_id, h.household_no, h.head_name,
  h.village_name, d.due_on, d.floor_fen, d.due_fen, d.reinvested_fen, d.cash_fen, d.received_fen,
  d.cash_fen - d.received_fen as short_fen, d.paid_fen, d.state,
  case d.kind when 'agreement' then s.late_fee_percent else 0 end as late_fee_percent,
  coalesce((select jsonb_agg(jsonb_build_object('on', r.received_on, 'source', r.source, 'amount', x.amount_fen::text)
    order by r.received_on, x.id) from dividend_allotment x join dividend_receipt r on r.id = x.receipt_id
    where x.due_id = d.id), '[]') as receipts,
  fees.charged_fen, fees.charged_received_fen,
  coalesce((select jsonb_agg(jsonb_build_object('id', m.id::text, 'demand_no', m.demand_no, 'addressee', m.addressee,
    'issued_on', m.issued_on, 'answer_by', m.answer_by) order by m.id)
    from dividend_demand_line l join dividend_demand m on m.id = l.demand_id where l.due_id = d.id), '[]') as demands`;
const JOINS = `join dividend_source s on s.due_id = d.id join household h on h.id = d.household_id
  join organisation e on e.id = d.enterprise_id
  cross join lateral (select coalesce(sum(f.cash_fen), 0)::bigint as charged_fen,
    coalesce(sum(f.received_fen), 0)::bigint as charged_received_fen from dividend_due f where f.late_for_id = d.id) fees`;

/** What is or was overdue, household by household. */
export async function listArrears(tx: Tx, scope: Scope, query: ArrearsQuery): Promise<Page<ArrearsRow>> {
  const ids = pageOfIds({ name: 'dividend_due', bank: 'bank_id', enterprise: 'enterprise_id' }, scope, {
    county: query.county_code,
    after: query.after,
    limit: query.limit + 1,
    conditions: present(
      { text: 't.missed_on is not null', values: [] },
      equals('t.enterprise_id', query.enterprise_id),
      equals('t.household_id', query.household_id),
    ),
    few: (query.enterprise_id ?? query.household_id) !== undefined,
  });
  const text = `select ${ARREARS} from (${ids.text}) page join dividend_due d on d.id = page.id ${JOINS} order by d.id`;
  return cutPage(await readPage<ArrearsRow>(tx, ids, text), query.limit);
}

export interface DemandPaper {
  readonly id: bigint;
  readonly demand_no: string;
  readonly county_code: string;
  readonly county: string;
  readonly enterprise_id: bigint;
  readonly enterprise: string;
  readonly addressee: 'enterprise' | 'guarantor';
  readonly guarantors: readonly string[];
  readonly issued_on: PlainDate;
  readonly answer_by: PlainDate;
  readonly line_count: number;
  readonly short_fen: Fen;
  readonly remark: string | null;
}

export async function demandPaper(tx: Tx, id: bigint): Promise<DemandPaper | null> {
  const { rows } = await sql<DemandPaper>(
    tx,
    `select m.*, e.name as enterprise,
       (select r.name from region r where r.code = m.county_code || '000000' order by r.id desc limit 1) as county,
       (select coalesce(array_agg(distinct s.guarantor) filter (where s.guarantor is not null), '{}')
        from dividend_demand_line l join dividend_source s on s.due_id = l.due_id where l.demand_id = m.id) as guarantors
     from dividend_demand m join organisation e on e.id = m.enterprise_id where m.id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

/** A line of a demand as its letter prints it: what stood short on the day it was issued. */
export interface DemandPaperLine {
  readonly kind: DueKind;
  readonly head_name: string;
  readonly village_name: string;
  readonly source_no: string;
  readonly due_on: PlainDate;
  readonly cash_fen: Fen;
  readonly short_fen: Fen;
  readonly late_fee_percent: number;
  readonly received: readonly { readonly on: PlainDate; readonly amount: string }[];
}

export async function demandPaperLines(tx: Tx, id: bigint): Promise<DemandPaperLine[]> {
  const { rows } = await sql<DemandPaperLine>(
    tx,
    `select d.kind, h.head_name, h.village_name, s.source_no, d.due_on, d.cash_fen, l.short_fen,
       case d.kind when 'agreement' then s.late_fee_percent else 0 end as late_fee_percent,
       coalesce((select jsonb_agg(jsonb_build_object('on', r.received_on, 'amount', x.amount_fen::text))
         from dividend_allotment x join dividend_receipt r on r.id = x.receipt_id where x.due_id = d.id), '[]') as received
     from dividend_demand_line l join dividend_due d on d.id = l.due_id join dividend_source s on s.due_id = d.id
     join household h on h.id = d.household_id where l.demand_id = ? order by h.household_no collate "C", d.id`,
    [id],
  );
  return rows;
}

export interface RecoursePaper {
  readonly enterprise_id: bigint;
  readonly enterprise: string;
  readonly county_code: string;
  readonly county: string;
  readonly advances: readonly {
    readonly on: PlainDate;
    readonly bank_serial: string;
    readonly year: number;
    readonly principal: boolean;
    readonly households: number;
    readonly amount: string;
  }[];
  readonly recoveries: readonly {
    readonly on: PlainDate;
    readonly bank_serial: string;
    readonly amount: string;
  }[];
}

/** What the county advanced for an enterprise and got back, entry by entry; null when out of scope. */
export async function recoursePaper(tx: Tx, enterpriseId: bigint): Promise<RecoursePaper | null> {
  const { rows } = await sql<RecoursePaper>(
    tx,
    `select e.id as enterprise_id, e.name as enterprise, e.county_code,
       (select r.name from region r where r.code = e.county_code || '000000' order by r.id desc limit 1) as county,
       coalesce((select jsonb_agg(jsonb_build_object('on', r.received_on, 'bank_serial', r.bank_serial, 'year', r.year,
           'amount', r.amount_fen::text, 'principal', exists (select from dividend_allotment x
             join dividend_due d on d.id = x.due_id where x.receipt_id = r.id and d.kind = 'principal'), 'households', (select count(distinct d.household_id) from dividend_allotment x
             join dividend_due d on d.id = x.due_id where x.receipt_id = r.id)) order by r.received_on, r.id)
         from dividend_receipt r where r.enterprise_id = e.id and r.source = 'county' and r.state = 'confirmed'), '[]') as advances,
       coalesce((select jsonb_agg(jsonb_build_object('on', v.received_on, 'bank_serial', v.bank_serial,
           'amount', v.amount_fen::text) order by v.received_on, v.id)
         from dividend_recovery v where v.enterprise_id = e.id and v.state = 'confirmed'), '[]') as recoveries
     from organisation e where e.id = ? and e.county_code is not null`,
    [enterpriseId],
  );
  return rows[0] ?? null;
}
