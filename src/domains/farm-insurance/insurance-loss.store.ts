import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import { samePerson } from './core/failures.ts';
import * as failure from './core/loss-failures.ts';
import type { LossRow, PayoutRow, PayoutState } from './core/loss-rows.ts';

export const insuranceLossConstraintFailures: ConstraintFailures = {
  insurance_loss_once: failure.lossKnown,
  insurance_loss_covered: failure.lossUncovered,
  insurance_loss_units: failure.lossUnits,
  insurance_loss_other_person: samePerson,
  insurance_line_within_sum: failure.sumUsedUp,
  insurance_payout_other_person: samePerson,
  insurance_payout_own_card: () => failure.notOwnCard(),
  insurance_payout_serial: failure.paidSerialKnown,
};

/** A household's line of a policy. */
export interface InsuredLine {
  readonly id: bigint;
  readonly policy_id: bigint;
  readonly county_code: string;
  readonly insurer_id: bigint;
  readonly household_id: bigint;
  readonly units: bigint;
  readonly sum_insured_fen: bigint;
  readonly claimed_fen: bigint;
}

export async function lineOfHousehold(
  tx: Tx,
  policyId: bigint,
  householdNo: string,
): Promise<InsuredLine | null> {
  const { rows } = await sql<InsuredLine>(
    tx,
    `select l.* from insurance_policy_line l join household h on h.id = l.household_id
     where l.policy_id = ? and h.household_no = ?`,
    [policyId, householdNo],
  );
  return rows[0] ?? null;
}

/** A line as it was covered on the day of a loss, held: no endorsement is confirmed meanwhile. */
export async function lockLine(tx: Tx, id: bigint, on: PlainDate): Promise<InsuredLine> {
  await sql(tx, 'select from insurance_policy_line where id = ? for no key update', [id]);
  const { rows } = await sql<InsuredLine>(
    tx,
    `select l.id, l.policy_id, l.county_code, l.insurer_id, l.household_id, l.claimed_fen, c.units, c.sum_insured_fen
     from insurance_policy_line l cross join lateral insurance_cover_on(l.id, ?::date) c where l.id = ?`,
    [on, id],
  );
  return one(rows);
}

export type NewLoss = Pick<
  LossRow,
  | 'policy_id'
  | 'line_id'
  | 'county_code'
  | 'insurer_id'
  | 'household_id'
  | 'cause'
  | 'happened_on'
  | 'reported_units'
  | 'reported_by'
  | 'reported_on'
>;
export const insertLoss = (tx: Tx, loss: NewLoss): Promise<LossRow> =>
  insertRow<LossRow>(tx, 'insurance_loss', { ...loss });

export async function lockLoss(tx: Tx, id: bigint): Promise<LossRow | null> {
  const { rows } = await sql<LossRow>(tx, 'select * from insurance_loss where id = ? for no key update', [
    id,
  ]);
  return rows[0] ?? null;
}

/** Guarded change; false when the loss moved on meanwhile. */
export async function changeLoss(
  tx: Tx,
  loss: Pick<LossRow, 'id' | 'state'>,
  changes: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const changed = await tx('insurance_loss')
    .where({ id: String(loss.id), state: loss.state })
    .update(changes);
  return changed === 1;
}

/** An assessed loss with its household's card. */
export interface PayableLoss {
  readonly loss_id: bigint;
  readonly line_id: bigint;
  readonly household_id: bigint;
  readonly household_no: string;
  readonly assessed_fen: bigint;
  readonly account_index: string | null;
  readonly account_last4: string | null;
  readonly account_bank: string | null;
  readonly payee_name: string;
  readonly is_member: boolean;
  readonly is_shared: boolean;
}

export async function lockPayables(tx: Tx, policyId: bigint): Promise<PayableLoss[]> {
  const { rows } = await sql<PayableLoss>(
    tx,
    `select x.id as loss_id, x.line_id, x.household_id, h.household_no, x.assessed_fen, h.card_account_index as account_index,
       h.card_account_last4 as account_last4, h.card_bank_name as account_bank,
       coalesce(h.card_account_name, h.head_name) as payee_name,
       exists (select from household_member m where m.household_id = h.id and m.left_on is null
         and m.name = coalesce(h.card_account_name, h.head_name)) as is_member,
       exists (select from household o where o.card_account_index = h.card_account_index and o.id <> h.id) as is_shared
     from insurance_loss x join household h on h.id = x.household_id
     where x.policy_id = ? and x.state = 'assessed' order by h.household_no, x.id for no key update of x`,
    [policyId],
  );
  return rows;
}

export async function nextListNo(tx: Tx, countyCode: string, year: number): Promise<string> {
  const { rows } = await sql<{ no: bigint }>(tx, `select nextval('insurance_payout_seq') as no`);
  return `PK${countyCode}-${String(year)}-${String(one(rows).no).padStart(6, '0')}`;
}

export type NewPayout = Pick<
  PayoutRow,
  | 'list_no'
  | 'policy_id'
  | 'county_code'
  | 'insurer_id'
  | 'line_count'
  | 'total_fen'
  | 'drawn_by'
  | 'drawn_on'
>;

export async function insertPayout(
  tx: Tx,
  payout: NewPayout,
  losses: readonly PayableLoss[],
): Promise<PayoutRow> {
  const row = await insertRow<PayoutRow>(tx, 'insurance_payout', { ...payout });
  const lines = losses.map((loss, index) => ({
    ...{ line_no: index + 1, loss_id: String(loss.loss_id), line_id: String(loss.line_id) },
    ...{ household_id: String(loss.household_id), amount_fen: String(loss.assessed_fen) },
    ...{ payee_name: loss.payee_name, account_index: loss.account_index, account_last4: loss.account_last4 },
    account_bank: loss.account_bank ?? '',
  }));
  await sql(
    tx,
    `insert into insurance_payout_line (payout_id, policy_id, county_code, insurer_id, line_no, loss_id, line_id, household_id,
       amount_fen, payee_name, account_index, account_last4, account_bank)
     select ?, ?, ?, ?, g.* from jsonb_to_recordset(?::jsonb) as g (line_no int, loss_id bigint, line_id bigint,
       household_id bigint, amount_fen bigint, payee_name text, account_index text, account_last4 text, account_bank text)`,
    [row.id, row.policy_id, row.county_code, row.insurer_id, JSON.stringify(lines)],
  );
  return row;
}

export async function lockPayout(tx: Tx, id: bigint): Promise<PayoutRow | null> {
  const { rows } = await sql<PayoutRow>(tx, 'select * from insurance_payout where id = ? for no key update', [
    id,
  ]);
  return rows[0] ?? null;
}

/** Guarded change of state; false when the list moved on meanwhile. */
export async function movePayout(
  tx: Tx,
  payout: Pick<PayoutRow, 'id' | 'state'>,
  to: PayoutState,
  also: Readonly<Record<string, unknown>> = {},
): Promise<boolean> {
  const changed = await tx('insurance_payout')
    .where({ id: String(payout.id), state: payout.state })
    .update({ state: to, ...also });
  return changed === 1;
}

export interface PendingLine {
  readonly id: bigint;
  readonly line_no: number;
  readonly account_index: string;
}

export async function lockPending(tx: Tx, payoutId: bigint): Promise<PendingLine[]> {
  const { rows } = await sql<PendingLine>(
    tx,
    `select id, line_no, account_index from insurance_payout_line where payout_id = ? and state = 'pending'
     order by line_no for no key update`,
    [payoutId],
  );
  return rows;
}

export interface Receipt {
  readonly id: bigint;
  readonly receivedOn: PlainDate;
  readonly serial: string;
  readonly index: string;
}

export async function writeReceipts(
  tx: Tx,
  receipts: readonly Receipt[],
  by: { readonly person: bigint; readonly on: PlainDate },
): Promise<void> {
  await sql(
    tx,
    `update insurance_payout_line l set state = 'received', received_on = g.received_on, bank_serial = g.serial,
       paid_index = g.account_index, recorded_by = ?, recorded_on = ?::date
     from unnest(?::bigint[], ?::date[], ?::text[], ?::text[]) as g (id, received_on, serial, account_index) where l.id = g.id`,
    [
      ...[by.person, by.on, receipts.map((receipt) => String(receipt.id))],
      receipts.map((receipt) => receipt.receivedOn),
      receipts.map((receipt) => receipt.serial),
      receipts.map((receipt) => receipt.index),
    ],
  );
}

/** Ends pending lines without money: returned by the bank, or taken back with their list. */
export async function endLines(
  tx: Tx,
  ids: readonly bigint[],
  to: 'returned' | 'withdrawn',
  facts: { readonly reason: string; readonly person: bigint; readonly on: PlainDate },
): Promise<void> {
  await sql(
    tx,
    `update insurance_payout_line set state = ?, reason = ?, recorded_by = ?, recorded_on = ?::date where id = any(?::bigint[])`,
    [to, facts.reason, facts.person, facts.on, ids.map(String)],
  );
}
