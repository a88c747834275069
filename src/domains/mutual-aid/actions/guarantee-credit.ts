import type { PlainDate } from '../../../kernel/date.ts';
import type { OrganisationId } from '../../../kernel/ids.ts';
import { fen, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { BANK_KINDS, requireGoodStanding } from '../../organisation/index.ts';
import { dateAhead, memberMissing } from '../core/failures.ts';
import { samePerson, wrongSeal } from '../core/loan-failures.ts';
import type { CreditRow, EntryRow } from '../core/society-rows.ts';
import * as failure from '../core/year-failures.ts';
import { findMember, lockSociety } from '../mutual-aid.store.ts';
import { changeState, creditRoom, insertCredit, lockCredit } from '../mutual-year.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { keepEntry } from './enter-money.ts';

export interface CreditInput {
  readonly memberId: bigint;
  readonly bankId: OrganisationId;
  readonly contractNo: string;
  readonly amount: Fen;
  readonly lentOn: PlainDate;
  readonly dueOn: PlainDate;
}

/**
 * Enters a bank's loan to a member that the society's pledge is to stand for, within the multiple of its
 * terms.
 */
export async function enterCredit(tx: Tx, context: Context, input: CreditInput): Promise<CreditRow> {
  const member = await findMember(tx, input.memberId);
  if (!member || member.left_on !== null) throw memberMissing();
  if (input.lentOn > context.today || input.dueOn <= input.lentOn) throw failure.datesOdd();
  const wanted = { kinds: BANK_KINDS, countyCode: member.county_code };
  await requireGoodStanding(tx, input.bankId, wanted);
  const room = await creditRoom(tx, member.society_id, context.today);
  if (room === null) throw failure.noLeverage();
  if (input.amount > room) throw failure.aboveLeverage(fen(room));
  const credit = await insertCredit(tx, {
    society_id: member.society_id,
    county_code: member.county_code,
    bank_id: input.bankId,
    member_id: member.id,
    contract_no: input.contractNo,
    amount_fen: input.amount,
    lent_on: input.lentOn,
    due_on: input.dueOn,
    entered_by: actingPerson(context),
    entered_on: context.today,
  });
  await trace(tx, context, credit, 'credit-entered');
  return credit;
}

/** The chair says that the society stands for it, or not; the database measures the room again. */
export async function decideCredit(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly outcome: 'confirmed' | 'rejected' },
): Promise<CreditRow> {
  const credit = await lockCredit(tx, input.id);
  if (!credit) throw failure.creditMissing();
  if (context.actor.role !== 'society_chair') throw wrongSeal();
  const state = input.outcome === 'confirmed' ? 'standing' : 'rejected';
  const asked = {
    ...{ waits: 'entered', enteredBy: credit.entered_by },
    ...{ decided: failure.creditState, samePerson },
  } as const;
  const decided = { state, ...decidedByAnother(context, credit, asked) };
  await lockSociety(tx, credit.society_id);
  if (!(await changeState(tx, 'mutual_bank_credit', credit, decided))) throw failure.creditState();
  await trace(tx, context, credit, `credit-${input.outcome}`);
  return { ...credit, state };
}

async function held(tx: Tx, id: bigint, state: CreditRow['state']): Promise<CreditRow> {
  const credit = await lockCredit(tx, id);
  if (!credit) throw failure.creditMissing();
  if (credit.state !== state) throw failure.creditState();
  return credit;
}

/** The member repaid the bank: the pledge is free of it. */
export async function settleCredit(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly onDate: PlainDate },
): Promise<CreditRow> {
  const credit = await held(tx, input.id, 'standing');
  if (input.onDate > context.today) throw dateAhead('/on_date');
  if (input.onDate < credit.lent_on) throw failure.datesOdd();
  const changes = { state: 'settled', ended_on: input.onDate };
  if (!(await changeState(tx, 'mutual_bank_credit', credit, changes))) throw failure.creditState();
  await trace(tx, context, credit, 'credit-settled');
  return { ...credit, state: 'settled', ended_on: input.onDate };
}

export interface GuaranteeMoney {
  readonly id: bigint;
  readonly amount: Fen;
  readonly onDate: PlainDate;
}

/** The bank took what was overdue out of the pledge (代偿): the member owes it to the society now. */
export async function enterCall(
  tx: Tx,
  context: Context,
  input: GuaranteeMoney & { readonly documentNo: string },
): Promise<EntryRow> {
  const credit = await held(tx, input.id, 'standing');
  if (input.onDate > context.today) throw dateAhead('/on_date');
  return keepEntry(tx, context, {
    ...moneyOf(credit, input),
    kind: 'guarantee_called',
    document_no: input.documentNo,
  });
}

/** The member paid back what the pledge paid for it. */
export async function enterRecovery(
  tx: Tx,
  context: Context,
  input: GuaranteeMoney & { readonly bankSerial: string },
): Promise<EntryRow> {
  const credit = await held(tx, input.id, 'called');
  if (input.onDate > context.today) throw dateAhead('/on_date');
  return keepEntry(tx, context, {
    ...moneyOf(credit, input),
    kind: 'guarantee_recovered',
    bank_serial: input.bankSerial,
  });
}

const moneyOf = (credit: CreditRow, input: GuaranteeMoney) => ({
  society_id: credit.society_id,
  county_code: credit.county_code,
  credit_id: credit.id,
  member_id: credit.member_id,
  amount_fen: input.amount,
  on_date: input.onDate,
});

const trace = (tx: Tx, context: Context, credit: CreditRow, verb: string): Promise<void> =>
  record(tx, context, {
    act: `mutual-aid.${verb}`,
    subjectKind: 'mutual_bank_credit',
    subjectId: credit.id,
    countyCode: credit.county_code,
    after: { contract_no: credit.contract_no, amount_fen: credit.amount_fen },
  });
