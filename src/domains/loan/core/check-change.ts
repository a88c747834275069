import { addMonths, ageOn, dateParts, minDate, type PlainDate } from '../../../kernel/date.ts';
import type { Failure } from '../../../kernel/failure.ts';
import type { Fen } from '../../../kernel/money.ts';
import { invariant, unreachable } from '../../../kernel/invariant.ts';
import * as no from './change-failures.ts';
import { checkCall, type CallGround } from './check-call.ts';
import { beforeDisbursement, eligibilityUnchanged, inFuture, settledElsewhere } from './failures.ts';
import type { ProposedChange } from './loan-change.ts';
import type { LoanState } from './loan-states.ts';
import * as undo from './undo-failures.ts';

/** What the version frozen on the loan says about changes. */
export interface ChangeTerms {
  readonly extensionCount: number;
  readonly extensionSubsidised: boolean;
  readonly rateReset: 'fixed_at_signing' | 'anniversary' | 'jan_1';
  readonly deathEffect: 'stop' | 'novation_or_stop' | 'keep';
  /** What was paid since a misuse is taken back (追回), not only stopped. */
  readonly misuseRecovers: boolean;
  /** Whole years. */
  readonly ageMin: number;
  /** Longest time from disbursement to the end of the studies; null = the maturity. */
  readonly studyLimitMonths: number | null;
}

/** The member named to take the debt over. */
export interface Heir {
  readonly birthDate: PlainDate;
  /** In the household on the day, and not the one who owed until then. */
  readonly belongs: boolean;
}

export interface ChangeFacts {
  readonly state: LoanState;
  readonly disbursedOn: PlainDate | null;
  /** The maturity in force. */
  readonly maturesOn: PlainDate | null;
  readonly closedOn: PlainDate | null;
  readonly subsidyFrom: PlainDate | null;
  readonly termMonths: number;
  readonly maxTermMonths: number;
  readonly extensionsDone: number;
  readonly lastExtendedOn: PlainDate | null;
  /** In force on the day of the change; units of 0.0001 %. */
  readonly annualPercent: number;
  /** Of the contract, or by the rule of the reset day; null = the terms set none. */
  readonly ceilingPercent: number | null;
  readonly heir: Heir | null;
  /** In force on the day of the change; null for a loan that is not for studies. */
  readonly studiesEndOn: PlainDate | null;
  /** To the subsidy, as of the end of the day of the change. */
  readonly entitled: boolean;
  /** What a reversal would take back; null when nothing is recorded so, or it was reversed before. */
  readonly payment: RecordedPayment | null;
  /** Other open loans of the household in the product, where the terms allow one at a time. */
  readonly otherOpenLoans: number;
  /** What an acceleration rests on; null for all else. */
  readonly call: CallGround | null;
  /** Undoing: the day of what is undone; null when there is no such change, or it was undone before. */
  readonly undoneOn: PlainDate | null;
  readonly terms: ChangeTerms;
  /** Today, until it is proposed: an extension asked for in time may be confirmed after the maturity. */
  readonly proposedOn: PlainDate;
  readonly today: PlainDate;
}

/** A payment of the household as it was recorded under one serial number of the bank. */
export interface RecordedPayment {
  readonly onDate: PlainDate;
  /** Zero of a payment of penalty and compound interest. */
  readonly principal: Fen;
  readonly total: Fen;
}

type Lent = ChangeFacts & { readonly disbursedOn: PlainDate; readonly maturesOn: PlainDate };

/** The last day that a maturity may move to: original term plus extension within the longest of the terms. */
export const latestMaturity = (disbursedOn: PlainDate, maxTermMonths: number): PlainDate =>
  addMonths(disbursedOn, maxTermMonths);

/** Why a change cannot be proposed, or can no longer be confirmed; null when it can. */
export function checkChange(facts: ChangeFacts, change: ProposedChange): Failure | null {
  if (!isLent(facts)) return no.notLent(change.kind, facts.state);
  return checkDay(facts, change) ?? checkKind(facts, change);
}

/** Entitlement may still change for days of a loan since repaid; its contract may not. */
export function isLent(facts: ChangeFacts): facts is Lent {
  return facts.disbursedOn !== null && facts.maturesOn !== null;
}

function checkDay(facts: Lent, { kind, onDate }: ProposedChange): Failure | null {
  const ofContract =
    kind === 'extension' || kind === 'rate_change' || kind === 'acceleration' || kind === 'undo';
  const later = kind !== 'reversal' && facts.closedOn !== null && onDate >= facts.closedOn;
  const over = facts.closedOn !== null && (ofContract || later);
  if (over || (facts.state !== 'disbursed' && facts.state !== 'closed')) return no.notLent(kind, facts.state);
  if (onDate > facts.today) return inFuture('/on_date');
  if (onDate < facts.disbursedOn) return beforeDisbursement(facts.disbursedOn);
  return facts.subsidyFrom !== null && onDate < facts.subsidyFrom
    ? settledElsewhere(facts.subsidyFrom)
    : null;
}

function checkKind(facts: Lent, change: ProposedChange): Failure | null {
  switch (change.kind) {
    case 'extension':
      return checkExtension(facts, change);
    case 'rate_change':
      return checkRate(facts, change);
    case 'death':
      return checkHeir(facts, change);
    case 'misuse':
      return null;
    case 'entitlement':
      return facts.entitled === (change.entitlement === 'restored') ? eligibilityUnchanged() : null;
    case 'studies':
      return checkStudies(facts, change);
    case 'reversal':
      return checkReversal(facts, change);
    case 'acceleration':
      return checkCall(facts, change.onDate);
    case 'undo':
      return checkUndo(facts, change.onDate);
    default:
      return unreachable(change.kind);
  }
}

/**
 * 展期: before maturity, at most as often as the terms say, original term plus extension within the longest
 * term.
 */
function checkExtension(facts: Lent, { onDate, maturesOn }: ProposedChange): Failure | null {
  const limit = facts.terms.extensionCount;
  if (facts.extensionsDone >= limit) return no.extensionUsed(limit);
  if (onDate >= facts.maturesOn || facts.proposedOn >= facts.maturesOn)
    return no.extensionLate(facts.maturesOn);
  if (facts.lastExtendedOn !== null && onDate < facts.lastExtendedOn)
    return no.extensionOutOfOrder(facts.lastExtendedOn);
  if (maturesOn === null || maturesOn <= facts.maturesOn) return no.extensionShort(facts.maturesOn);
  const latest = latestMaturity(facts.disbursedOn, facts.maxTermMonths);
  return maturesOn > latest ? no.extensionOverTerm(latest) : null;
}

function checkRate(facts: Lent, change: ProposedChange): Failure | null {
  if (change.rateBasis === 'rule') {
    const refusal = checkResetDay(facts, change.onDate);
    if (refusal) return refusal;
  }
  const { annualPercent } = change;
  if (annualPercent === facts.annualPercent) return no.rateUnchanged();
  const { ceilingPercent: ceiling } = facts;
  return ceiling !== null && annualPercent !== null && annualPercent > ceiling
    ? no.rateOverCeiling(ceiling)
    : null;
}

const YEAR_MONTHS = 12;

/** 人民币利率管理规定 银发〔1999〕77号: loans up to one year keep their rate; longer ones follow their rule. */
function checkResetDay(facts: Lent, onDate: PlainDate): Failure | null {
  const { rateReset } = facts.terms;
  if (rateReset === 'fixed_at_signing' || facts.termMonths <= YEAR_MONTHS) return no.rateFixed();
  if (rateReset === 'jan_1')
    return onDate.endsWith('-01-01') ? null : no.notAResetDay('该合同每年 1 月 1 日调整利率，请核对日期。');
  const years = dateParts(onDate).year - dateParts(facts.disbursedOn).year;
  return years > 0 && addMonths(facts.disbursedOn, years * YEAR_MONTHS) === onDate
    ? null
    : no.notAResetDay('该合同每满一年按放款对应日调整利率，请核对日期。');
}

/** 死亡: an heir in the household takes the debt over and the subsidy goes on, or it ends that day. */
function checkHeir(facts: Lent, change: ProposedChange): Failure | null {
  if (change.heirId === null) return null;
  if (facts.terms.deathEffect === 'stop') return no.heirNotAllowed();
  if (facts.heir?.belongs !== true) return no.heirForeign();
  return ageOn(facts.heir.birthDate, change.onDate) < facts.terms.ageMin
    ? no.heirTooYoung(facts.terms.ageMin)
    : null;
}

/** The last day on which studies may end: within the contract, and within the longest time of the terms. */
export const latestStudies = ({ disbursedOn, maturesOn, terms }: Lent): PlainDate =>
  terms.studyLimitMonths === null
    ? maturesOn
    : minDate(maturesOn, addMonths(disbursedOn, terms.studyLimitMonths));

/** 升学、休学 lengthen the studies, 退学 ends them on its day, 复学 sets their end anew. */
function checkStudies(facts: Lent, { onDate, studiesTurn, studiesEndOn }: ProposedChange): Failure | null {
  const { studiesEndOn: until } = facts;
  if (until === null) return no.notForStudies();
  invariant(studiesEndOn !== null && studiesTurn !== null, 'a change of studies has its turn and its day');
  if (studiesEndOn < onDate) return no.studiesBeforeDay();
  const latest = latestStudies(facts);
  if (studiesEndOn > latest) return no.studiesTooLate(latest);
  if (studiesTurn === 'dropped_out')
    return studiesEndOn === onDate && studiesEndOn < until ? null : no.studiesNotEnded(until);
  if (studiesTurn === 'resumed') return studiesEndOn === until ? no.studiesUnchanged(until) : null;
  return studiesEndOn > until ? null : no.studiesNotLonger(until);
}

/** 冲正: what is recorded under the number and for the day; a loan repaid by it opens again beside no other. */
function checkReversal(facts: Lent, { onDate }: ProposedChange): Failure | null {
  const { payment } = facts;
  if (payment === null) return no.nothingToReverse();
  if (payment.onDate !== onDate) return no.reversalOtherDay(payment.onDate);
  const opens = facts.state === 'closed' && payment.principal > 0n;
  return opens && facts.otherOpenLoans > 0 ? no.reversalBesideLoan() : null;
}

/** 撤销: what stands, from its own day on. What others have built on it is for the database to see. */
function checkUndo({ undoneOn }: Lent, onDate: PlainDate): Failure | null {
  if (undoneOn === null) return undo.nothingToUndo();
  return undoneOn === onDate ? null : undo.undoOtherDay(undoneOn);
}
