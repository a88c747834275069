import { dateParts, type PlainDate } from '../../../kernel/date.ts';
import type { FieldError } from '../../../kernel/failure.ts';
import type { HouseholdId, OrganisationId } from '../../../kernel/ids.ts';
import { fen, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { applicantOn, factsOn, type ApplicantRow } from '../../household/index.ts';
import { organisationById } from '../../organisation/index.ts';
import {
  ceilingFor,
  readReferenceRatesOn,
  termsOn,
  withoutFloat,
  type Terms,
} from '../../programme/index.ts';
import type { CoBorrowerFacts, CoBorrowerRow } from '../core/co-borrower.ts';
import { checkEligibility } from '../core/check-eligibility.ts';
import type { LoanRequest, RenewalNo } from '../core/eligibility-input.ts';
import { enterpriseMissing, householdMissing } from '../core/failures.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { creditInForce } from '../household-credit.store.ts';
import { borrowerYearPrincipal, isOnRoster, lockExposure, type Exposure } from '../loan.store.ts';
import { baseLoansOpen } from '../open-loans.store.ts';
import { eligibilityTermsOf } from './eligibility-terms.ts';

/** Who may lead households (带动主体). */
const LEADERS: readonly string[] = ['enterprise', 'cooperative'];

export interface Application {
  readonly householdId: HouseholdId;
  readonly borrowerId: bigint;
  readonly bankId: OrganisationId;
  readonly programmeCode: string;
  readonly productCode: string;
  readonly enterpriseId: OrganisationId | null;
  readonly request: LoanRequest;
  readonly renewalNo: RenewalNo;
  /** Day whose terms and register decide: the application, then the signing. */
  readonly assessedOn: PlainDate;
  /** The loan itself when it is already registered: it is not an obstacle to itself. */
  readonly own: LoanRow | null;
  /** Who signs with the borrower (共同借款人); null when nobody does. */
  readonly coBorrower: Pick<CoBorrowerRow, 'birth_date' | 'id_no_index' | 'relation'> | null;
  /** The open loan that it will pay out (无还本续贷): no obstacle either. */
  readonly paidOut: LoanRow | null;
}

export interface Assessment {
  readonly terms: Terms;
  readonly ceilingPercent: number | null;
  readonly subsidyCeilingPercent: number | null;
  readonly countyCode: string;
  readonly townshipCode: string | null;
  readonly refusals: readonly FieldError[];
}

/**
 * Reads everything that decides about an application and asks the core. Holds the household until the
 * transaction ends. Throws `household.not-found`, `programme.no-terms-in-force` when no version is in force
 * on the day.
 */
export async function assessApplication(
  tx: Tx,
  context: Context,
  application: Application,
): Promise<Assessment> {
  const { assessedOn, request } = application;
  const facts = await readFacts(tx, context, application);
  const { applicant } = facts;
  if (!applicant) throw householdMissing();
  const terms = facts.termsIn(applicant.county_code);
  const { interest } = terms.parameters;
  const ceilingPercent = ceilingFor(interest, facts.rates, assessedOn, request.termMonths);
  const own = eligibilityTermsOf(terms.parameters);
  const exposure = exposureBeside(application, facts);
  // a household without an open loan has no base loan either: most applications ask nothing more
  const openLoans =
    request.topUp || exposure.openLoans === 0 ? exposure.openLoans : await basesBeside(tx, application);
  const held = own.requiredFacts.length > 0 ? await factsHeld(tx, application) : [];
  const counted = own.capByBorrowerYear ? await countedInYear(tx, application) : exposure.openPrincipal;
  const refusals = checkEligibility({
    terms: own,
    request,
    renewalNo: application.renewalNo,
    household: {
      status: applicant.status,
      onRoster: facts.onRoster,
      facts: held.map(({ kind, ends_on: endsOn }) => ({ kind, endsOn })),
      credit: facts.credit,
      openLoans,
      openPrincipal: counted,
    },
    borrower: { birthDate: applicant.birth_date, belongs: belongsOn(applicant, assessedOn) },
    coBorrower: coBorrowerFacts(application, applicant),
    enterprise: enterpriseFacts(facts.enterprise, applicant.county_code),
    ceilingPercent,
    assessedOn,
    today: context.today,
  });
  return {
    terms,
    ceilingPercent,
    subsidyCeilingPercent: ceilingFor(withoutFloat(interest), facts.rates, assessedOn, request.termMonths),
    countyCode: applicant.county_code,
    townshipCode: applicant.township_code,
    refusals,
  };
}

type Facts = Awaited<ReturnType<typeof readFacts>>;

/** None waits for another's answer; the household is held before any of them is read. */
async function readFacts(tx: Tx, context: Context, application: Application) {
  const { householdId, enterpriseId, bankId, assessedOn } = application;
  const listed = { household_id: householdId, bank_id: bankId, programme_code: application.programmeCode };
  const beside = [application.own, application.paidOut].flatMap((loan) => (loan ? [loan.id] : []));
  const member = { id: householdId, memberId: application.borrowerId };
  const [exposure, applicant, credit, onRoster, termsIn, rates, enterprise] = await Promise.all([
    heldExposure(tx, application),
    applicantOn(tx, member, assessedOn),
    creditInForce(tx, application, assessedOn, beside),
    isOnRoster(tx, listed, assessedOn),
    termsOn(tx, { ...application, on: assessedOn }, context.actor.scope.counties),
    readReferenceRatesOn(tx, assessedOn),
    enterpriseId === null ? null : organisationById(tx, enterpriseId),
  ]);
  return { exposure, applicant, credit, onRoster, termsIn, rates, enterprise };
}

/** Most products ask for no fact of the household; those that do are worth a question of their own. */
const factsHeld = (tx: Tx, { householdId, borrowerId, assessedOn }: Application) =>
  factsOn(tx, { id: householdId, memberId: borrowerId }, assessedOn);

async function heldExposure(tx: Tx, { householdId, productCode }: Application): Promise<Exposure> {
  const exposure = await lockExposure(tx, householdId, productCode);
  if (!exposure) throw householdMissing();
  return exposure;
}

const belongsOn = ({ left_on: leftOn }: ApplicantRow, on: PlainDate): boolean =>
  leftOn === null || leftOn > on;

const coBorrowerFacts = (
  { coBorrower: person }: Application,
  applicant: ApplicantRow,
): CoBorrowerFacts | null =>
  person && {
    birthDate: person.birth_date,
    relation: person.relation,
    isBorrower: person.id_no_index === applicant.id_no_index,
  };

/** What the household owes besides the loan itself and the one it pays out. */
function exposureBeside({ own, paidOut }: Application, { exposure }: Facts): Exposure {
  const still = paidOut?.state === 'disbursed' ? paidOut : null;
  return {
    openLoans: exposure.openLoans - (own ? 1 : 0) - (still ? 1 : 0),
    openPrincipal: fen(
      exposure.openPrincipal - (own ? own.principal_fen : 0n) - (still ? still.outstanding_fen : 0n),
    ),
  };
}

/** A top-up is no obstacle to the loan it stands beside (一户一贷). */
async function basesBeside(tx: Tx, { householdId, productCode, own, paidOut }: Application): Promise<number> {
  const open = await baseLoansOpen(tx, householdId, productCode);
  const isBase = (loan: LoanRow | null): number => (loan && !loan.top_up ? 1 : 0);
  return open - isBase(own) - (paidOut?.state === 'disbursed' ? isBase(paidOut) : 0);
}

/** What the borrower took up in the year of the application besides the loan itself. */
async function countedInYear(tx: Tx, { borrowerId, productCode, request, own }: Application): Promise<Fen> {
  const { year } = dateParts(request.appliedOn);
  const counted = await borrowerYearPrincipal(tx, { borrowerId, productCode, year });
  return fen(counted - (own ? own.principal_fen : 0n));
}

/** An enterprise of another county is answered as if it did not exist. */
function enterpriseFacts(enterprise: Facts['enterprise'], countyCode: string) {
  if (enterprise === null) return null;
  if (enterprise.county_code !== countyCode) throw enterpriseMissing();
  return { inGoodStanding: enterprise.standing === 'good' && LEADERS.includes(enterprise.kind) };
}
