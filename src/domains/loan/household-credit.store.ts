import type { PlainDate } from '../../kernel/date.ts';
import type { HouseholdId, OrganisationId } from '../../kernel/ids.ts';
import { fen } from '../../kernel/money.ts';
import type { Scope } from '../../platform/context.ts';
import { insertRow, sql, sqlPrepared, type Tx } from '../../platform/db.ts';
import { equals, pageOfIds, present, readPage, type ListedTable } from '../../platform/scoped-page.ts';
import {
  CREDIT_STATES,
  type CreditId,
  type CreditInForce,
  type CreditRow,
  type CreditState,
  type EnteredCredit,
} from './core/household-credit.ts';
import type { RatedHousehold } from './core/rating-form.ts';

interface Place {
  readonly household_id: HouseholdId;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
}

export const insertCredit = (tx: Tx, place: Place, credit: EnteredCredit): Promise<CreditRow> =>
  insertRow<CreditRow>(tx, 'household_credit', { ...place, ...columnsOf(credit) });

const columnsOf = ({ earlier, ...credit }: EnteredCredit) => ({
  grade: credit.grade,
  score: credit.score,
  line_fen: credit.line,
  granted_on: credit.grantedOn,
  ends_on: credit.endsOn,
  earlier_balance_fen: earlier.balance,
  earlier_overdue_fen: earlier.overdue,
  earlier_overdue_on: earlier.overdueOn,
  earlier_interest_fen: earlier.interest,
  earlier_interest_on: earlier.interestOn,
});

/** A rating and line that a ledger brings. */
export interface ImportedCredit extends EnteredCredit {
  readonly householdId: HouseholdId;
  readonly bankId: bigint;
}

/** Keeps what a ledger says of households; a day of which something is confirmed stays as it is. */
export async function insertImportedCredits(
  tx: Tx,
  origin: Omit<Place, 'household_id' | 'bank_id'> & { readonly import_id: bigint },
  credits: readonly ImportedCredit[],
): Promise<void> {
  if (credits.length === 0) return;
  const rows = credits.map((credit) => ({
    household_id: String(credit.householdId),
    bank_id: String(credit.bankId),
    ...columnsOf(credit),
  }));
  await sql(
    tx,
    `insert into household_credit (household_id, county_code, bank_id, grade, line_fen, granted_on, earlier_balance_fen,
       earlier_overdue_fen, earlier_overdue_on, earlier_interest_fen, earlier_interest_on, state, import_id, entered_by,
       entered_on)
     select g.household_id, ?, g.bank_id, g.grade, g.line_fen, g.granted_on, g.earlier_balance_fen, g.earlier_overdue_fen,
       g.earlier_overdue_on, g.earlier_interest_fen, g.earlier_interest_on, 'confirmed', ?::bigint, ?::bigint, ?::date
     from jsonb_to_recordset(?::jsonb) as g (household_id bigint, bank_id bigint, grade text, line_fen bigint,
       granted_on date, earlier_balance_fen bigint, earlier_overdue_fen bigint, earlier_overdue_on date,
       earlier_interest_fen bigint, earlier_interest_on date)
     on conflict do nothing`,
    [
      origin.county_code,
      String(origin.import_id),
      String(origin.entered_by),
      origin.entered_on,
      JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ],
  );
}

export async function findCredit(tx: Tx, id: CreditId): Promise<CreditRow | null> {
  const { rows } = await sql<CreditRow>(tx, 'select * from household_credit where id = ?', [String(id)]);
  return rows[0] ?? null;
}

/** Guarded: null when somebody has decided it meanwhile. */
export async function decideCreditRow(
  tx: Tx,
  id: CreditId,
  decision: {
    readonly state: 'confirmed' | 'refused';
    readonly decided_by: bigint;
    readonly decided_on: PlainDate;
    readonly refusal: string | null;
  },
): Promise<CreditRow | null> {
  const { rows } = await sql<CreditRow>(
    tx,
    `update household_credit set state = ?, decided_by = ?, decided_on = ?::date, refusal = ?
     where id = ? and state = 'proposed' returning *`,
    [decision.state, String(decision.decided_by), decision.decided_on, decision.refusal, String(id)],
  );
  return rows[0] ?? null;
}

type Rating = Pick<CreditInForce, 'score' | 'grade'>;

/** The line in force at the bank on a day; null when the household has none. */
export async function creditInForce(
  tx: Tx,
  asked: { readonly householdId: HouseholdId; readonly bankId: OrganisationId; readonly productCode: string },
  on: PlainDate,
  beside: readonly bigint[],
): Promise<CreditInForce | null> {
  const [household, bank] = [String(asked.householdId), String(asked.bankId)];
  const { rows } = await sqlPrepared<{ line_fen: bigint; used_fen: bigint } & Rating>(
    tx,
    `select c.line_fen, c.used_fen, r.score, r.grade from household_rating_on(?, ?, ?::date) r
     cross join household_credit_on(?, ?, ?, ?::date, ?::bigint[]) c`,
    [...[household, bank, on], ...[household, bank, asked.productCode, on, beside.map(String)]],
  );
  const row = rows[0];
  return row
    ? { line: fen(row.line_fen), used: fen(row.used_fen), score: row.score, grade: row.grade }
    : null;
}

const CREDITS: ListedTable = {
  name: 'household_credit',
  bank: 'bank_id',
  spread: { column: 'state', values: CREDIT_STATES },
};

export interface CreditFilter {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly state?: CreditState | undefined;
  readonly household_id?: HouseholdId | undefined;
  readonly county_code?: string | undefined;
}

export interface CreditView extends CreditRow {
  readonly household_no: string;
  readonly head_name: string;
  readonly bank_name: string;
}

/** Ratings and lines in scope in the order they were entered; every filter narrows. */
export async function readCredits(tx: Tx, scope: Scope, filter: CreditFilter): Promise<CreditView[]> {
  const ids = pageOfIds(CREDITS, scope, {
    county: filter.county_code,
    after: filter.after,
    limit: filter.limit,
    conditions: present(equals('t.state', filter.state), equals('t.household_id', filter.household_id)),
    spread: filter.state !== undefined,
    few: filter.household_id !== undefined,
  });
  return readPage<CreditView>(
    tx,
    ids,
    `select c.*, h.household_no, h.head_name, b.name as bank_name from (${ids.text}) page
     join household_credit c on c.id = page.id join household h on h.id = c.household_id
     join organisation b on b.id = c.bank_id order by c.id`,
  );
}

/** A row with its sealed numbers. */
export interface SealedRating extends Omit<RatedHousehold, 'phone'> {
  readonly id_no_cipher: string | null;
  readonly phone_cipher: string | null;
}

export type RatingFilter = Pick<CreditFilter, 'after' | 'limit' | 'household_id' | 'county_code'> & {
  readonly bank_id?: bigint | undefined;
};

/** Confirmed ratings in scope in the order they were entered. */
export async function ratingPage(tx: Tx, scope: Scope, filter: RatingFilter): Promise<SealedRating[]> {
  const ids = pageOfIds(CREDITS, scope, {
    county: filter.county_code,
    after: filter.after,
    limit: filter.limit,
    conditions: present(
      equals('t.state', 'confirmed'),
      equals('t.household_id', filter.household_id),
      equals('t.bank_id', filter.bank_id),
    ),
    spread: true,
    few: filter.household_id !== undefined,
  });
  return readPage<SealedRating>(
    tx,
    ids,
    `select c.id, h.township_name, h.village_name, h.group_no, h.head_name, coalesce(m.name, h.head_name) as borrower_name,
       coalesce(m.id_no_masked, '') as id_no, m.id_no_cipher, h.phone_cipher, c.grade, c.line_fen, c.score, c.granted_on, c.ends_on,
       b.name as bank_name, b.phone as bank_phone, e.name as entered_name, d.name as decided_name
     from (${ids.text}) page join household_credit c on c.id = page.id join household h on h.id = c.household_id
     join organisation b on b.id = c.bank_id left join person e on e.id = c.entered_by left join person d on d.id = c.decided_by
     left join household_member m on m.id = coalesce(
       (select l.borrower_id from loan l where l.household_id = c.household_id and l.bank_id = c.bank_id order by l.id desc limit 1),
       (select x.id from household_member x where x.household_id = c.household_id and x.is_head and x.left_on is null limit 1))
     order by c.id`,
  );
}
