import type { FieldError } from '../../../kernel/failure.ts';
import type { HouseholdId, OrganisationId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { BANK_KINDS, organisationById, requireGoodStanding } from '../../organisation/index.ts';
import { termsIfPublished, type Terms, type TermsId } from '../../programme/index.ts';
import { sharesToPlace, type ShareIssueId, type SharesToPlace } from '../../share/index.ts';
import { householdRefusals, householdsPlaced } from '../agreement.store.ts';
import type { AgreementRow } from '../core/agreement-row.ts';
import type { Drawing } from '../core/assess-drawing.ts';
import { householdFaults } from '../core/assess-household.ts';
import { assessPlacing, type PlacingGround } from '../core/assess-placing.ts';
import { issueMissing, notPermitted, termsUnknown } from '../core/failures.ts';
import { agreementRules, limitsBroken, withLinkedFloor } from './agreement-rules.ts';
import type { Proposal } from './draw-up-agreements.ts';
import { governmentFinder, writeAgreement } from './write-agreement.ts';

/** What is agreed about the money of an issue; without a bank three sign. */
export interface ShareProposal extends Omit<Proposal, 'arrivedOn'> {
  readonly issueId: ShareIssueId;
  readonly termsId: TermsId;
  /** The branch that keeps the fund account (资金专户), if it signs. */
  readonly bankId: OrganisationId | null;
  readonly arrivedOn: Drawing['arrivedOn'];
}

export interface SharesDrawnUp {
  readonly drawn: readonly AgreementRow[];
  readonly refused: readonly {
    readonly household_id: HouseholdId;
    readonly errors: readonly FieldError[];
  }[];
}

/** Draws up one agreement on shares; refused with every reason why not. */
export async function drawUpShareAgreement(
  tx: Tx,
  context: Context,
  householdId: HouseholdId,
  proposal: ShareProposal,
): Promise<AgreementRow> {
  const { drawn, refused } = await drawUpShareAgreements(tx, context, [householdId], proposal);
  const [agreement] = drawn;
  if (!agreement) throw notPermitted(refused[0]?.errors ?? []);
  return agreement;
}

interface Placing {
  readonly shares: SharesToPlace;
  readonly version: Terms;
  readonly enterpriseStanding: PlacingGround['enterpriseStanding'];
  readonly proposal: ShareProposal;
}

/**
 * Draws up agreements on the money that households hold as shares of an issue (财政折股、社会帮扶), on the same
 * proposal; a household that may not is left out with its reasons.
 */
export async function drawUpShareAgreements(
  tx: Tx,
  context: Context,
  householdIds: readonly HouseholdId[],
  proposal: ShareProposal,
): Promise<SharesDrawnUp> {
  const shares = await sharesToPlace(tx, proposal.issueId, householdIds, context.today);
  if (!shares) throw issueMissing();
  const { issue } = shares;
  const published = await termsIfPublished(tx, proposal.termsId);
  if (!published) throw termsUnknown();
  const termMonths = proposal.termMonths ?? published.parameters.dividend.agreementTermMonths;
  const version = await withLinkedFloor(tx, published, { on: context.today, termMonths });
  if (proposal.bankId !== null)
    await requireGoodStanding(tx, proposal.bankId, { kinds: BANK_KINDS, countyCode: issue.county_code });
  const operator = issue.operator_id === null ? null : await organisationById(tx, issue.operator_id);
  const placing = { shares, version, enterpriseStanding: operator?.standing ?? null, proposal };
  const governmentOf = governmentFinder(tx, proposal.governmentId);
  const placed = await householdsPlaced(tx, issue.id, householdIds);
  const drawn: AgreementRow[] = [];
  const refused: { household_id: HouseholdId; errors: readonly FieldError[] }[] = [];
  for (const householdId of householdIds) {
    const errors = await reasons(tx, context, placing, { householdId, hasLive: placed.has(householdId) });
    if (errors.length > 0) refused.push({ household_id: householdId, errors });
    else {
      const governmentId = await governmentOf(issue.county_code);
      drawn.push(await draw(tx, context, placing, { householdId, governmentId }));
    }
  }
  return { drawn, refused };
}

/**
 * What the household holds, unless the proposal names less; the days and rate of the terms unless it names
 * more.
 */
function drawingOf({ version, proposal }: Placing, held: Fen | undefined): Drawing {
  const { dividend } = version.parameters;
  return {
    amount: proposal.amountFen ?? held ?? (0n as Fen),
    termMonths: proposal.termMonths ?? dividend.agreementTermMonths,
    floorPercent: proposal.floorPercent ?? dividend.floorRatePercent ?? 0,
    frequency: proposal.frequency ?? dividend.dividendFrequency,
    arrivedOn: proposal.arrivedOn,
  };
}

function termsHold({ shares, version }: Placing, today: string): boolean {
  const { countyCode, effectiveFrom, repealedFrom } = version;
  return (
    (countyCode === null || countyCode === shares.issue.county_code) &&
    effectiveFrom <= today &&
    (repealedFrom === null || repealedFrom > today)
  );
}

async function reasons(
  tx: Tx,
  context: Context,
  placing: Placing,
  { householdId, hasLive }: { readonly householdId: HouseholdId; readonly hasLive: boolean },
): Promise<readonly FieldError[]> {
  const { shares, version, proposal } = placing;
  const held = shares.values.get(householdId);
  const drawing = drawingOf(placing, held);
  const faults = assessPlacing(
    {
      issueState: shares.issue.state,
      operated: shares.issue.operator_id !== null,
      enterpriseStanding: placing.enterpriseStanding,
      held: held ?? null,
      hasLive,
      termsHold: termsHold(placing, context.today),
    },
    agreementRules(version),
    { ...drawing, copies: proposal.particulars.copies, threeParty: proposal.bankId === null },
    context.today,
  );
  const asked = { household_id: householdId, terms_id: version.id, bank_id: proposal.bankId };
  const standing = await householdRefusals(tx, [{ ...asked, fund_source: 'fiscal_share' }], context.today);
  const all = [...faults, ...householdFaults(standing.get(householdId) ?? null)];
  if (all.length > 0) return all;
  return limitsBroken(tx, version, { enterpriseId: shares.issue.operator_id, amount: drawing.amount });
}

function draw(
  tx: Tx,
  context: Context,
  placing: Placing,
  to: { readonly householdId: HouseholdId; readonly governmentId: OrganisationId },
): Promise<AgreementRow> {
  const { shares, version, proposal } = placing;
  const { issue } = shares;
  const held = shares.values.get(to.householdId);
  invariant(issue.operator_id && held, 'shares that may be placed have their holder and their operator');
  return writeAgreement(tx, context, {
    placed: {
      county_code: issue.county_code,
      loan_id: null,
      household_id: to.householdId,
      bank_id: proposal.bankId,
      enterprise_id: issue.operator_id,
      principal_fen: held,
      regime: 'PERMITTED_SHARES',
      fund_source: issue.source === 'fiscal' ? 'fiscal_share' : 'social_assistance',
      ...{ share_issue_id: issue.id, fund_reference: issue.issue_no },
    },
    ...{ version, governmentId: to.governmentId, drawing: drawingOf(placing, held) },
    ...{ arrivedOn: proposal.arrivedOn, project: proposal.project, particulars: proposal.particulars },
    // nobody's books but its own say when money of shares came: another person confirms the day
    arrivedWithPayout: false,
  });
}
