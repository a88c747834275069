import { addMonths, type PlainDate } from '../../../kernel/date.ts';
import { addFen, fen } from '../../../kernel/money.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { bearLoss, BEARING, type Bearer, type Borne } from '../core/bear-loss.ts';
import type { EntryKindName } from '../core/entry-kinds.ts';
import { dateAhead, loanMissing, noTerms } from '../core/failures.ts';
import { voteFault } from '../core/judge-vote.ts';
import { decidedAlready, samePerson, wrongSeal, wrongState } from '../core/loan-failures.ts';
import type { MutualLoanRow, WriteOffRow } from '../core/society-rows.ts';
import * as failure from '../core/write-off-failures.ts';
import { lockSociety, termsByNumber, termsOfDay } from '../mutual-aid.store.ts';
import { pocketsOf } from '../mutual-aid.views.ts';
import { changeLoan, lockLoan } from '../mutual-loan.store.ts';
import { changeWriteOff, insertWriteOff, lockWriteOff } from '../mutual-write-off.store.ts';
import { memberCount } from '../mutual-year.store.ts';
import { bookInside } from './book-inside.ts';

export interface WriteOffInput {
  readonly loanId: bigint;
  readonly reason: string;
  readonly votedOn: PlainDate;
  readonly minutesNo: string;
  readonly present: number;
  readonly yes: number;
  readonly against: number;
}

/** Records the members' vote to write off what a loan still owes, overdue as long as the terms ask. */
export async function proposeWriteOff(tx: Tx, context: Context, input: WriteOffInput): Promise<WriteOffRow> {
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) throw loanMissing();
  if (loan.state !== 'disbursed' || loan.due_on === null) throw wrongState('核销');
  const { votedOn } = input;
  if (votedOn > context.today) throw dateAhead('/voted_on');
  const terms = await termsOfDay(tx, loan.society_id, votedOn);
  if (!terms) throw noTerms(votedOn);
  const months = terms.write_off_after_months;
  if (votedOn <= loan.due_on || votedOn < addMonths(loan.due_on, months))
    throw failure.overdueTooShort(months);
  const members = await memberCount(tx, loan.society_id, votedOn);
  const fault = voteFault(terms, { ...input, memberCount: members }, '核销');
  if (fault) throw fault;
  const { society_id, county_code, outstanding_fen } = loan;
  const voted = await insertWriteOff(tx, {
    ...{ society_id, county_code, loan_id: loan.id, terms_id: terms.id, amount_fen: outstanding_fen },
    ...{ reason: input.reason, voted_on: votedOn, minutes_no: input.minutesNo, member_count: members },
    ...{ present: input.present, yes: input.yes, against: input.against },
    entered_by: actingPerson(context),
    entered_on: context.today,
  });
  await trace(tx, context, voted, 'write-off-voted');
  return voted;
}

/** The county consents, by its paper: needed where fiscal money bears a part or the terms ask for it. */
export async function consentToWriteOff(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly documentNo: string },
): Promise<WriteOffRow> {
  const voted = await waiting(tx, input.id);
  if (voted.consent_no !== null) throw failure.consentedAlready();
  const consent = {
    consent_no: input.documentNo,
    consented_by: actingPerson(context),
    consented_on: context.today,
  };
  if (!(await changeWriteOff(tx, voted.id, consent))) throw decidedAlready();
  await trace(tx, context, voted, 'write-off-consented');
  return { ...voted, ...consent };
}

async function waiting(tx: Tx, id: bigint): Promise<WriteOffRow> {
  const voted = await lockWriteOff(tx, id);
  if (!voted) throw failure.writeOffMissing();
  if (voted.state !== 'entered') throw decidedAlready();
  return voted;
}

/** The chair confirms: the loss is borne in its order, and the loan leaves the books; the claim stays. */
export async function decideWriteOff(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly outcome: 'confirmed' | 'rejected' },
): Promise<WriteOffRow> {
  const voted = await waiting(tx, input.id);
  if (context.actor.role !== 'society_chair') throw wrongSeal();
  const asked = {
    waits: 'entered',
    enteredBy: voted.entered_by,
    decided: decidedAlready,
    samePerson,
  } as const;
  const decided = { state: input.outcome, ...decidedByAnother(context, voted, asked) };
  await lockSociety(tx, voted.society_id);
  const loan = await lockLoan(tx, voted.loan_id);
  if (!loan) throw loanMissing();
  const isOwed = loan.state === 'disbursed' && loan.outstanding_fen === voted.amount_fen;
  if (input.outcome === 'confirmed' && !isOwed) throw failure.owedMoved();
  const borne = input.outcome === 'confirmed' ? await whoBears(tx, voted) : null;
  const parts = borne && {
    ...{ from_risk_fen: borne.risk, from_reserve_fen: borne.reserve },
    ...{ from_gift_fen: borne.gift, from_grant_fen: borne.grant },
  };
  if (!(await changeWriteOff(tx, voted.id, { ...decided, ...textOf(parts ?? {}) }))) throw decidedAlready();
  if (borne) await book(tx, context, { voted, loan }, borne);
  await trace(tx, context, voted, `write-off-${input.outcome}`);
  return { ...voted, state: input.outcome, decided_on: context.today, ...(parts ?? {}) };
}

const textOf = (amounts: Readonly<Record<string, bigint>>) =>
  Object.fromEntries(Object.entries(amounts).map(([column, amount]) => [column, String(amount)]));

async function whoBears(tx: Tx, voted: WriteOffRow): Promise<Borne> {
  const pockets = await pocketsOf(tx, voted.society_id);
  const held = Object.fromEntries(
    BEARING.map((bearer) => [bearer, pockets.find(({ pocket }) => pocket === bearer)?.amount_fen ?? 0n]),
  ) as Record<Bearer, bigint>;
  const borne = bearLoss(held, fen(voted.amount_fen));
  if (!borne) throw failure.lossTooLarge(addFen(...Object.values(held)));
  const terms = await termsByNumber(tx, voted.terms_id);
  const asked = terms.write_off_consent === 'always' || borne.grant > 0n;
  if (asked && voted.consent_no === null) throw failure.consentNeeded();
  return borne;
}

/** What others bear fills the risk reserve first, so that the loss leaves from one pocket. */
async function book(
  tx: Tx,
  context: Context,
  { voted, loan }: { readonly voted: WriteOffRow; readonly loan: MutualLoanRow },
  borne: Borne,
): Promise<void> {
  const facts = {
    ...{ society_id: voted.society_id, county_code: voted.county_code, write_off_id: voted.id },
    ...{ document_no: voted.minutes_no, on_date: context.today, entered_by: voted.entered_by },
  };
  const covers: readonly [EntryKindName, bigint][] = [
    ['risk_from_reserve', borne.reserve],
    ['risk_from_gift', borne.gift],
    ['risk_from_grant', borne.grant],
  ];
  for (const [kind, amount_fen] of covers.filter((cover) => cover[1] > 0n))
    await bookInside(tx, context, { ...facts, kind, amount_fen });
  const lost = { ...facts, loan_id: loan.id, member_id: loan.member_id };
  await bookInside(tx, context, { ...lost, kind: 'written_off', amount_fen: voted.amount_fen });
  if (!(await changeLoan(tx, loan, { state: 'written_off', outstanding_fen: '0' })))
    throw failure.owedMoved();
}

const trace = (tx: Tx, context: Context, voted: WriteOffRow, verb: string): Promise<void> =>
  record(tx, context, {
    act: `mutual-aid.${verb}`,
    subjectKind: 'mutual_write_off',
    subjectId: voted.id,
    countyCode: voted.county_code,
    after: { loan_id: String(voted.loan_id), amount_fen: voted.amount_fen, minutes_no: voted.minutes_no },
  });
