import type { PlainDate } from '../../kernel/date.ts';
import type { Scope } from '../../platform/context.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import { equals, pageOfIds, present, readPage, type ListedTable } from '../../platform/scoped-page.ts';
import { AGREEMENT_STATES } from './core/agreement-states.ts';
import type { AgreementRow } from './core/agreement-row.ts';
import type { DrawingGround } from './core/assess-drawing.ts';
import type { PlacingGround } from './core/assess-placing.ts';
import type { RegisteredBody } from './core/party-facts.ts';

const NAMES = `coalesce(a.fund_reference, l.contract_no) as fund_no, l.contract_no as loan_contract_no, h.household_no, h.head_name, h.township_name, h.village_name,
  g.name as government_name, b.name as bank_name, e.name as enterprise_name`;

const JOINS = `left join loan l on l.id = a.loan_id
  join household h on h.id = a.household_id
  join organisation g on g.id = a.government_id
  left join organisation b on b.id = a.bank_id
  join organisation e on e.id = a.enterprise_id`;

export interface AgreementDetail extends AgreementRow {
  /** Contract of the loan, or number of the issue of shares. */
  readonly fund_no: string;
  readonly loan_contract_no: string | null;
  readonly household_no: string;
  readonly head_name: string;
  readonly township_name: string;
  readonly village_name: string;
  readonly government_name: string;
  readonly bank_name: string | null;
  readonly enterprise_name: string;
}

export async function readAgreement(tx: Tx, id: bigint): Promise<AgreementDetail | null> {
  const { rows } = await sql<AgreementDetail>(
    tx,
    `select a.*, ${NAMES} from agreement a ${JOINS} where a.id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

export interface AgreementQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly state?: string | undefined;
  readonly loan_id?: bigint | undefined;
  readonly share_issue_id?: bigint | undefined;
  readonly household_id?: bigint | undefined;
  readonly enterprise_id?: bigint | undefined;
  readonly county_code?: string | undefined;
}

const LIST_COLUMNS = `a.id, a.agreement_no, a.county_code, a.loan_id, a.fund_source, a.household_id, a.bank_id, a.enterprise_id,
  a.amount_fen, a.floor_percent, a.floor_year_fen, a.term_months, a.state, a.document_id, a.drawn_up_on, a.in_force_on,
  ${NAMES}, (select count(*)::int from agreement_signature s where s.agreement_id = a.id) as signatures`;

const LISTED: ListedTable = {
  name: 'agreement',
  bank: 'bank_id',
  enterprise: 'enterprise_id',
  spread: { column: 'state', values: AGREEMENT_STATES },
};

export async function listAgreements(
  tx: Tx,
  scope: Scope,
  query: AgreementQuery,
): Promise<Page<{ id: bigint }>> {
  const ids = pageOfIds(LISTED, scope, {
    county: query.county_code,
    after: query.after,
    limit: query.limit + 1,
    conditions: present(
      equals('t.state', query.state),
      equals('t.loan_id', query.loan_id),
      equals('t.share_issue_id', query.share_issue_id),
      equals('t.household_id', query.household_id),
      equals('t.enterprise_id', query.enterprise_id),
    ),
    spread: query.state !== undefined || query.enterprise_id !== undefined,
    few: query.loan_id !== undefined || query.household_id !== undefined,
  });
  const rows = await readPage<{ id: bigint }>(
    tx,
    ids,
    `select ${LIST_COLUMNS} from (${ids.text}) page join agreement a on a.id = page.id ${JOINS} order by a.id`,
  );
  return cutPage(rows, query.limit);
}

/** The loan that the money comes from. */
export interface LoanSource {
  readonly state: string;
  readonly usage_mode: DrawingGround['usageMode'];
  readonly term_months: number;
  readonly annual_percent: number;
  readonly contract_no: string;
  readonly signed_on: PlainDate;
  readonly disbursed_on: PlainDate | null;
  readonly matures_on: PlainDate | null;
}

/** What the paper of an agreement is made from, beside the agreement itself; numbers still sealed. */
export interface PaperSource {
  readonly agreement_id: bigint;
  /** The loan; null where the money is of shares. */
  readonly loan: LoanSource | null;
  readonly issue_state: PlacingGround['issueState'] | null;
  readonly held_fen: string | null;
  readonly enterprise_standing: 'good' | 'suspended' | 'revoked';
  readonly government: RegisteredBody;
  readonly bank: RegisteredBody | null;
  readonly enterprise: RegisteredBody;
  readonly household_no: string;
  readonly township_name: string;
  readonly village_name: string;
  readonly village_code: string;
  readonly phone_cipher: string | null;
  readonly card_account_cipher: string | null;
  readonly card_bank_name: string | null;
  readonly head_name: string | null;
  readonly head_id_no_cipher: string | null;
  readonly members: readonly { readonly name: string; readonly relation: string }[];
}

const body = (alias: string): string =>
  `jsonb_build_object('kind', ${alias}.kind, 'name', ${alias}.name, 'uscc', ${alias}.uscc,
    'head_name', ${alias}.head_name, 'address', ${alias}.address, 'phone', ${alias}.phone,
    'account_no', ${alias}.account_no, 'account_bank', ${alias}.account_bank)`;

/** Sources of many agreements in one statement, by agreement. */
export async function paperSources(tx: Tx, ids: readonly bigint[]): Promise<Map<bigint, PaperSource>> {
  const { rows } = await sql<PaperSource>(
    tx,
    `select a.id as agreement_id, e.standing as enterprise_standing,
       case when l.id is not null then jsonb_build_object('state', l.state, 'usage_mode', l.usage_mode, 'term_months', l.term_months,
         'annual_percent', l.annual_percent, 'contract_no', l.contract_no, 'signed_on', l.signed_on,
         'disbursed_on', l.disbursed_on, 'matures_on', l.matures_on) end as loan,
       i.state as issue_state, share_holding_value(i.id, a.household_id, business_day())::text as held_fen,
       ${body('g')} as government, case when b.id is not null then ${body('b')} end as bank, ${body('e')} as enterprise,
       h.household_no, h.township_name, h.village_name, r.code as village_code, h.phone_cipher,
       h.card_account_cipher, h.card_bank_name, head.name as head_name, head.id_no_cipher as head_id_no_cipher,
       coalesce((select jsonb_agg(jsonb_build_object('name', m.name, 'relation', m.relation) order by m.id)
         from household_member m where m.household_id = h.id and m.left_on is null and not m.is_head), '[]') as members
     from agreement a ${JOINS} left join share_issue i on i.id = a.share_issue_id join region r on r.id = h.region_id
     left join household_member head on head.household_id = h.id and head.is_head and head.left_on is null
     where a.id = any(?::bigint[])`,
    [ids.map(String)],
  );
  return new Map(rows.map((row) => [row.agreement_id, row]));
}
