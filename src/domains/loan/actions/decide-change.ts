import { maxDate, type PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import * as no from '../core/change-failures.ts';
import { checkChange } from '../core/check-change.ts';
import { changeConfirmed, changeRefused, loanFactsChanged } from '../core/events.ts';
import { eventsOfChange, type ChangeEvent } from '../core/events-of-change.ts';
import { loanMissing } from '../core/failures.ts';
import { mayDecide, nameOfChange, proposedOf, type ChangeId, type ChangeRow } from '../core/loan-change.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { moveLastInstalment } from '../loan-arrears.store.ts';
import { callInstalments } from '../loan-call.store.ts';
import { applyChange, decideChangeRow, findChange, type ChangeDecision } from '../loan-change.store.ts';
import { insertEvents, type NewEvent } from '../loan-event.store.ts';
import { giveBackInstalments, insertUndoing } from '../loan-undo.store.ts';
import { lockLoan } from '../loan.store.ts';
import { holdSharedCap } from '../shared-cap.store.ts';
import { personOf } from './acting-person.ts';
import type { HouseholdInterest } from './read-dues.ts';
import { caseOfChange, type AskedOf } from './facts-of-change.ts';
import { reversePayment } from './reverse-payment.ts';

export interface ConfirmChangeInput {
  readonly changeId: ChangeId;
}

/** A change that waits, its loan held, and who decides about it. */
export interface HeldChange {
  readonly loan: LoanRow;
  readonly waiting: ChangeRow;
  readonly by: Pick<ChangeDecision, 'decided_by' | 'decided_on'>;
}

export interface RefuseChangeInput extends ConfirmChangeInput {
  readonly reason: string;
}

/**
 * Another person confirms a proposed change: only now it becomes an event of the loan, from its day on, and
 * the lines not yet paid are drawn up again. What has happened since it was proposed counts. Throws
 * `loan.change-same-person`, `loan.change-decided`, `loan.change-outdated`, `loan.period-paid` and others by
 * name.
 */
export async function confirmChange(
  tx: Tx,
  context: Context,
  householdInterest: HouseholdInterest,
  { changeId }: ConfirmChangeInput,
): Promise<ChangeRow> {
  return carryOutChange(tx, context, householdInterest, await heldChange(tx, context, changeId));
}

/**
 * What has a second person already, of a loan that is held: with all that shares its cap where it is
 * reversed.
 */
export async function carryOutChange(
  tx: Tx,
  context: Context,
  householdInterest: HouseholdInterest,
  { loan, waiting, by }: HeldChange,
): Promise<ChangeRow> {
  const asked = { proposedOn: waiting.proposed_on, today: context.today, householdInterest };
  const events = await eventsOf(tx, loan, waiting, asked);
  const decided = await decide(tx, waiting, { state: 'confirmed', refusal: null, ...by });
  if (events.length > 0) await insertEvents(tx, loan, recorded(context, decided, events));
  if (decided.kind === 'reversal') await reversePayment(tx, context, loan, decided);
  const facts = events.length > 0 || decided.reverses === 'repayment' || decided.kind === 'undo';
  const after = await applyChange(tx, loan.id, {
    maturesOn: await maturityBy(tx, context, decided),
    heirId: decided.heir_id,
    facts,
  });
  await moveInstalments(tx, decided, after.matures_on);
  await record(tx, context, {
    act: 'loan.change-confirmed',
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    before: {
      matures_on: loan.matures_on,
      outstanding_fen: loan.outstanding_fen,
      heir_id: digits(loan.heir_id),
    },
    after: {
      change_id: String(decided.id),
      kind: decided.kind,
      on_date: decided.on_date,
      matures_on: after.matures_on,
      outstanding_fen: after.outstanding_fen,
      annual_percent: decided.annual_percent,
      heir_id: digits(after.heir_id),
    },
  });
  await appendEvent(tx, changeConfirmed(loan.id, decided.id));
  if (facts) await appendEvent(tx, loanFactsChanged(loan.id, decided.on_date));
  return decided;
}

/** Another person sends a proposed change back with a reason; nothing has applied. */
export async function refuseChange(tx: Tx, context: Context, input: RefuseChangeInput): Promise<ChangeRow> {
  const { loan, waiting, by } = await heldChange(tx, context, input.changeId);
  const decided = await decide(tx, waiting, { state: 'refused', refusal: input.reason, ...by });
  await record(tx, context, {
    act: 'loan.change-refused',
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    after: { change_id: String(decided.id), kind: decided.kind, reason: input.reason },
  });
  await appendEvent(tx, changeRefused(loan.id, decided.id));
  return decided;
}

/** Where a confirmed change moves the maturity; null where it does not. */
async function maturityBy(tx: Tx, context: Context, decided: ChangeRow): Promise<PlainDate | null> {
  if (decided.kind === 'acceleration') return decided.on_date;
  if (decided.kind !== 'undo') return decided.matures_on;
  return insertUndoing(tx, decided, {
    reason: `${nameOfChange(decided.kind)}：${decided.reason}`,
    recordedBy: personOf(context),
    recordedOn: context.today,
  });
}

async function moveInstalments(tx: Tx, decided: ChangeRow, maturesOn: PlainDate | null): Promise<void> {
  if (decided.kind === 'acceleration') await callInstalments(tx, decided.loan_id, decided.on_date);
  if (decided.matures_on !== null) await moveLastInstalment(tx, decided.loan_id, decided.matures_on);
  if (decided.kind === 'undo' && maturesOn !== null) await giveBackInstalments(tx, decided, maturesOn);
}

const digits = (id: bigint | null): string | null => (id === null ? null : String(id));

/** The change and its loan, the loan held: all that decides about one loan queue here. */
async function heldChange(tx: Tx, context: Context, id: ChangeId): Promise<HeldChange> {
  const found = await findChange(tx, id);
  if (!found) throw no.changeMissing();
  if (found.kind === 'reversal') await holdSharedCap(tx, [found.loan_id]);
  const loan = await lockLoan(tx, found.loan_id);
  if (!loan) throw loanMissing();
  const waiting = await findChange(tx, id);
  invariant(waiting, 'a change is never deleted');
  if (!mayDecide(waiting.kind, context.actor.scope.bank !== null)) throw no.notYours(waiting.kind, 'decide');
  const by = decidedByAnother(context, waiting, {
    ...{ waits: 'proposed', enteredBy: waiting.proposed_by },
    ...{ decided: no.changeDecided, samePerson: no.ownChange },
  });
  return { loan, waiting, by };
}

async function eventsOf(tx: Tx, loan: LoanRow, waiting: ChangeRow, asked: AskedOf): Promise<ChangeEvent[]> {
  const change = proposedOf(waiting);
  const { facts, history } = await caseOfChange(tx, loan, change, asked);
  const refusal = checkChange(facts, change);
  if (refusal) throw refusal;
  invariant(facts.maturesOn !== null, 'a loan that was lent matures');
  if (waiting.was_matures_on !== null && waiting.was_matures_on !== facts.maturesOn)
    throw no.changeOutdated();
  if (waiting.was_studies_end_on !== null && waiting.was_studies_end_on !== facts.studiesEndOn)
    throw no.changeOutdated();
  return eventsOfChange(change, {
    extensionSubsidised: facts.terms.extensionSubsidised,
    deathEffect: facts.terms.deathEffect,
    maturesOn: facts.maturesOn,
    misuseFrom: facts.terms.misuseRecovers
      ? change.onDate
      : maxDate(change.onDate, loan.settled_through ?? change.onDate),
    stoppedByDeath: history.stopped_by_death,
  });
}

async function decide(tx: Tx, waiting: ChangeRow, decision: ChangeDecision): Promise<ChangeRow> {
  const decided = await decideChangeRow(tx, waiting.id, decision);
  if (!decided) throw no.changeDecided(waiting.state);
  return decided;
}

const recorded = (context: Context, change: ChangeRow, events: readonly ChangeEvent[]): NewEvent[] =>
  events.map((event) => ({
    ...event,
    change_id: change.id,
    reason: `${nameOfChange(change.kind)}：${change.reason}`,
    recorded_by: personOf(context),
    recorded_on: context.today,
  }));
