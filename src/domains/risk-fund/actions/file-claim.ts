import { dateParts, minDate, type PlainDate } from '../../../kernel/date.ts';
import { fen, maxFen, minFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import {
  arrearsOf,
  dunningsOf,
  gradeOf,
  loanById,
  unpaidInterestOf,
  type HouseholdInterest,
  type LoanRow,
  interestUnpaidSince,
} from '../../loan/index.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { bindFiles, filesOfLoan } from '../claim-file.store.ts';
import { assessClaim, type ClaimedLoss, type ClaimGround } from '../core/assess-claim.ts';
import type { ClaimRow, FundRow } from '../core/claim-row.ts';
import { interestUnclaimed, type EarlierClaims } from '../core/earlier-claims.ts';
import { instalmentsClaimed } from '../core/early-claim-failures.ts';
import type { TriggerFacts } from '../core/claim-trigger.ts';
import * as refuse from '../core/failures.ts';
import type { FundTerms } from '../core/fund-terms.ts';
import type { LossYear } from '../core/waterfall.ts';
import { settledByYear } from '../core/year-failures.ts';
import { insertClaim, nextClaimNo } from '../risk-fund-claim.store.ts';
import { exposure, fundCovering, lockFund, poolOf, termsOfDay } from '../risk-fund.store.ts';
import { borneBefore, claimLineOf, type ClaimLine } from '../claim-line.store.ts';
import { coverKeptOf, coverRoomOf } from '../risk-fund-cover.store.ts';
import { lossYearOf } from '../waterfall.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { announceClaimStep, stepDue, writeClaimDecision } from './take-claim-step.ts';

/** Who pays the interest of a loan. The subsidy knows; whoever opens the doors hands its answers in. */
export interface InterestPayers {
  /** What the state has paid the bank of it. */
  readonly subsidyPaidToBank: (tx: Tx, loanId: LoanId) => Promise<Fen>;
  /** What the household itself is to pay of it: the state's part is no loss, paid or not. */
  readonly householdInterest: HouseholdInterest;
}

export interface FileClaimInput extends ClaimedLoss {
  readonly loanId: LoanId;
  readonly lossDeterminedOn: PlainDate | null;
  readonly remark?: string | undefined;
}

/**
 * The bank files a claim (代偿申请) for one loan that went bad, under the fund terms of the day the loan was
 * signed. What is filed is whole and frozen: loss, bearers, cover and the dunning before it. Interest that
 * the state pays, now or later, is not claimed: nothing is recovered twice.
 */
export async function fileClaim(
  tx: Tx,
  context: Context,
  payers: InterestPayers,
  input: FileClaimInput,
): Promise<ClaimRow> {
  const { loan, maturesOn, signedOn } = await owingLoan(tx, input.loanId);
  const { lossDeterminedOn } = input;
  if (lossDeterminedOn && lossDeterminedOn > context.today) throw refuse.dateAhead('/loss_determined_on');
  const fund = await fundCovering(tx, loan);
  if (!fund) throw refuse.notCovered();
  const terms = await termsOfDay(tx, fund.id, signedOn);
  if (!terms) throw refuse.noTerms(signedOn);
  if (terms.loss_basis === 'on_disbursement') throw settledByYear();
  const line = await lineOf(tx, context, loan, terms);
  const ground = await groundOf(tx, context, {
    ...{ loan, fund, terms, maturesOn, input, line, householdInterest: payers.householdInterest },
    owedInterest: await claimableInterest(tx, context, payers, { loan, line }),
  });
  const { shares, ...assessed } = assessClaim(terms, input, ground);
  const filed = await insertClaim(
    tx,
    {
      ...assessed,
      ...particulars(input, loan, terms),
      ...triggerColumns(ground.trigger),
      ...(await stepDue(tx, terms.id, 0, context.today)),
      claim_no: await nextClaimNo(tx, loan.county_code, dateParts(context.today).year),
      owed_interest_fen: ground.owedInterest,
      filed_by: actingPerson(context),
      filed_on: context.today,
    },
    shares,
  );
  await bindFiles(tx, filed);
  await writeClaimDecision(tx, context, { claim: filed, act: 'file', remark: input.remark });
  await announceClaimStep(tx, context, { claim: filed, act: 'file', from: null, to: 'filed' });
  return filed;
}

interface OwingLoan {
  readonly loan: LoanRow;
  readonly maturesOn: PlainDate;
  readonly signedOn: PlainDate;
}

async function owingLoan(tx: Tx, id: LoanId): Promise<OwingLoan> {
  const loan = await loanById(tx, id);
  if (!loan) throw refuse.loanMissing();
  if (loan.state !== 'disbursed' || loan.outstanding_fen === 0n) throw refuse.nothingOwed();
  invariant(loan.matures_on && loan.signed_on, 'a disbursed loan has its dates');
  return { loan, maturesOn: loan.matures_on, signedOn: loan.signed_on };
}

/** Where its measures compensate a loan by instalments, its next claim goes on from the one before. */
async function lineOf(tx: Tx, context: Context, loan: LoanRow, terms: FundTerms): Promise<ClaimLine | null> {
  if (terms.early_claim !== 'instalments') return null;
  const line = await claimLineOf(tx, { loanId: loan.id, termsId: terms.id, on: context.today });
  if (line.due_on === null) throw instalmentsClaimed();
  return line;
}

async function earlierClaims(tx: Tx, loan: LoanRow, line: ClaimLine): Promise<EarlierClaims> {
  return {
    ...{ principalFrom: line.principal_from_fen, interestFrom: line.interest_from_fen },
    ...{ ripe: line.ripe_fen, covered: line.covered_fen, interest: line.interest_fen },
    borne: await borneBefore(tx, loan.id),
  };
}

/**
 * The most interest that may be claimed: what the household owes, and no more than is left when the state's
 * payments are off. A subsidy lost after it was paid is the household's to pay, and the bank has it still.
 */
async function claimableInterest(
  tx: Tx,
  context: Context,
  { subsidyPaidToBank, householdInterest }: InterestPayers,
  { loan, line }: Pick<Case, 'loan' | 'line'>,
): Promise<Fen> {
  const { whole, own } = await unpaidInterestOf(tx, householdInterest, loan, context.today);
  const owed = minFen(own, maxFen(ZERO_FEN, whole - (await subsidyPaidToBank(tx, loan.id))));
  return line
    ? interestUnclaimed({ interestFrom: line.interest_from_fen }, line.interest_paid_fen, owed)
    : owed;
}

interface Case {
  readonly loan: LoanRow;
  readonly fund: FundRow;
  readonly terms: FundTerms;
  readonly maturesOn: PlainDate;
  readonly input: FileClaimInput;
  /** Where the claim goes on; null = the loan is claimed whole. */
  readonly line: ClaimLine | null;
  readonly owedInterest: Fen;
  readonly householdInterest: HouseholdInterest;
}

async function groundOf(tx: Tx, context: Context, given: Case): Promise<ClaimGround> {
  const { loan, fund, terms, owedInterest } = given;
  const book = await exposure(tx, fund.id, loan.id);
  return {
    today: context.today,
    outstanding: loan.outstanding_fen,
    early: given.maturesOn > context.today,
    earlier: given.line && (await earlierClaims(tx, loan, given.line)),
    owedInterest,
    trigger: await triggerFacts(tx, context, given),
    dunnings: await dunningsOf(tx, loan.id),
    pool: fen(await poolOf(tx, fund.id, loan.id)),
    book: { own: loan.outstanding_fen, earlier: fen(book.earlier_fen), total: fen(book.total_fen) },
    files: (await filesOfLoan(tx, loan.id)).map(({ kind }) => kind),
    kept: await coverKeptOf(tx, loan.id),
    coverRoom: terms.cover_cap_fen === null ? null : await coverRoomOf(tx, loan.id, terms.cover_cap_fen),
    lossYear: await lossYear(tx, context, terms),
  };
}

/** The year of the payer whose excess another bears; held, so that two claims do not both find room below. */
async function lossYear(tx: Tx, context: Context, terms: FundTerms): Promise<LossYear | null> {
  const ceding = terms.waterfall?.find(({ layer }) => layer !== null);
  if (!ceding) return null;
  await lockFund(tx, terms.fund_id);
  return lossYearOf(tx, { fundId: terms.fund_id, party: ceding.party, on: context.today });
}

/**
 * What may trigger: the oldest unpaid due date of principal (else the maturity), of interest too where the
 * terms say so, and the class the bank gave the loan last.
 */
async function triggerFacts(tx: Tx, context: Context, given: Case): Promise<TriggerFacts> {
  const { loan, maturesOn, input, terms } = given;
  const arrears = await arrearsOf(tx, loan.id, context.today);
  const principalDue = given.line?.due_on ?? arrears?.due_on ?? maturesOn;
  const interestDue = terms.trigger_counts_interest
    ? await interestUnpaidSince(tx, given.householdInterest, loan, context.today)
    : null;
  const grade = await gradeOf(tx, loan.id, context.today);
  return {
    dueOn: interestDue === null ? principalDue : minDate(interestDue, principalDue),
    graded: grade && { loanClass: grade.grade, on: grade.graded_on },
    lossDeterminedOn: input.lossDeterminedOn,
  };
}

const triggerColumns = ({ dueOn, graded, lossDeterminedOn }: TriggerFacts) => ({
  due_on: dueOn,
  loan_class: graded?.loanClass ?? null,
  graded_on: graded?.on ?? null,
  loss_determined_on: lossDeterminedOn,
});

const particulars = (input: FileClaimInput, loan: LoanRow, terms: FundTerms) => ({
  fund_id: terms.fund_id,
  terms_id: terms.id,
  county_code: loan.county_code,
  bank_id: loan.bank_id,
  loan_id: loan.id,
  principal_fen: input.principal,
  documents: input.documents,
  files_kept: true,
  remark: input.remark ?? null,
  facts_version: loan.facts_version,
});
