import type { Scope } from '../../platform/context.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import { equals, pageOfIds, present, readPage } from '../../platform/scoped-page.ts';
import type { LossRow, PayoutRow } from './core/loss-rows.ts';
import type { PayoutListLine } from './core/payout-list.ts';

export interface LossView extends LossRow {
  readonly policy_no: string;
  readonly household_no: string;
  readonly head_name: string;
  readonly unit_places: number;
}

export interface LossQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly county_code?: string | undefined;
  readonly policy_id?: bigint | undefined;
  readonly state?: string | undefined;
}

const LOSS = `x.*, p.policy_no, h.household_no, h.head_name, t.unit_places`;
const LOSS_PARTS = `join insurance_policy p on p.id = x.policy_id join insurance_terms t on t.id = p.terms_id
  join household h on h.id = x.household_id`;

export async function listLosses(tx: Tx, scope: Scope, query: LossQuery): Promise<Page<LossView>> {
  const ids = pageOfIds({ name: 'insurance_loss', enterprise: 'insurer_id' }, scope, {
    county: query.county_code,
    after: query.after,
    limit: query.limit + 1,
    conditions: present(equals('t.policy_id', query.policy_id), equals('t.state', query.state)),
  });
  const text = `select ${LOSS} from (${ids.text}) page join insurance_loss x on x.id = page.id ${LOSS_PARTS} order by x.id`;
  return cutPage(await readPage<LossView>(tx, ids, text), query.limit);
}

export async function lossView(tx: Tx, id: bigint): Promise<LossView | null> {
  const { rows } = await sql<LossView>(
    tx,
    `select ${LOSS} from insurance_loss x ${LOSS_PARTS} where x.id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

export interface PayoutView extends PayoutRow {
  readonly policy_no: string;
  readonly insurer_name: string;
}

const LIST = `y.*, p.policy_no, o.name as insurer_name`;
const LIST_PARTS = `join insurance_policy p on p.id = y.policy_id join organisation o on o.id = y.insurer_id`;

export interface PayoutQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly county_code?: string | undefined;
  readonly state?: string | undefined;
}

export async function listPayouts(tx: Tx, scope: Scope, query: PayoutQuery): Promise<Page<PayoutView>> {
  const ids = pageOfIds({ name: 'insurance_payout', enterprise: 'insurer_id' }, scope, {
    county: query.county_code,
    after: query.after,
    limit: query.limit + 1,
    conditions: present(equals('t.state', query.state)),
  });
  const text = `select ${LIST} from (${ids.text}) page join insurance_payout y on y.id = page.id ${LIST_PARTS} order by y.id`;
  return cutPage(await readPage<PayoutView>(tx, ids, text), query.limit);
}

export async function payoutView(tx: Tx, id: bigint): Promise<PayoutView | null> {
  const { rows } = await sql<PayoutView>(
    tx,
    `select ${LIST} from insurance_payout y ${LIST_PARTS} where y.id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

/** Lines of a claim list, accounts to the last four digits; by how many days a claim came late. */
export async function payoutLines(tx: Tx, payoutId: bigint): Promise<object[]> {
  const { rows } = await sql<object>(
    tx,
    `select l.line_no, l.household_id, h.household_no, h.head_name, x.cause, x.happened_on, l.amount_fen, l.payee_name,
       l.account_last4, l.account_bank, l.state, l.received_on, l.bank_serial, l.reason,
       greatest(l.received_on - y.pay_by, 0) as days_late
     from insurance_payout_line l join insurance_payout y on y.id = l.payout_id join insurance_loss x on x.id = l.loss_id
     join household h on h.id = l.household_id where l.payout_id = ? order by l.line_no`,
    [payoutId],
  );
  return rows;
}

/** The same as a board shows them, with what was found and without any account. */
export async function printedLines(tx: Tx, payoutId: bigint): Promise<PayoutListLine[]> {
  const { rows } = await sql<PayoutListLine>(
    tx,
    `select h.household_no, h.head_name, x.cause, x.happened_on, x.stage, x.affected_units, x.loss_percent, l.amount_fen,
       l.state, l.received_on
     from insurance_payout_line l join insurance_loss x on x.id = l.loss_id join household h on h.id = l.household_id
     where l.payout_id = ? order by l.line_no`,
    [payoutId],
  );
  return rows;
}
