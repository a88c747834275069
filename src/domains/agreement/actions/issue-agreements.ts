import { Failure, type FieldError } from '../../../kernel/failure.ts';
import { maskName } from '../../../kernel/identifiers.ts';
import type { AgreementId } from '../../../kernel/ids.ts';
import { fen, formatYuanGrouped } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { issueDocument, loadTemplate, type DocumentRow } from '../../document/index.ts';
import type { Terms, TermsId } from '../../programme/index.ts';
import type { AgreementRow } from '../core/agreement-row.ts';
import { householdRefusals, lockAgreements, moveAgreement, signaturesOf } from '../agreement.store.ts';
import { paperSources, type PaperSource } from '../agreement.views.ts';
import { requireVersionFor } from '../core/agreement-number.ts';
import { agreementFields } from '../core/agreement-sheet.ts';
import { assessGround } from '../core/assess-drawing.ts';
import { householdFaults, type HouseholdRefusal } from '../core/assess-household.ts';
import { assessShares, type PlacingGround } from '../core/assess-placing.ts';
import * as failure from '../core/failures.ts';
import { missingOf } from '../core/party-facts.ts';
import { agreementFactsOf, registeredParties } from './agreement-facts-of.ts';
import { agreementRules, termsReader } from './agreement-rules.ts';

/** Kind under which the paper of an agreement stands in the register of documents. */
export const AGREEMENT_PAPER = 'agreement';

export interface Issued {
  readonly issued: readonly { readonly agreement_id: AgreementId; readonly document: DocumentRow }[];
  readonly refused: readonly {
    readonly agreement_id: AgreementId;
    readonly code: string;
    readonly detail: string;
    readonly errors: readonly FieldError[];
  }[];
}

interface Issuing {
  readonly sources: ReadonlyMap<bigint, PaperSource>;
  readonly signed: ReadonlySet<bigint>;
  readonly refusals: ReadonlyMap<bigint, HouseholdRefusal>;
  readonly terms: (id: TermsId) => Promise<Terms>;
  readonly version: string;
}

/** Issues the paper of one agreement, or a new version of it while nobody has signed. */
export async function issueAgreement(
  tx: Tx,
  context: Context,
  id: AgreementId,
  version: string,
): Promise<DocumentRow> {
  const [agreement] = await lockAgreements(tx, [id]);
  if (!agreement) throw failure.agreementMissing();
  return issueOne(tx, context, agreement, await issuing(tx, context, [agreement], version));
}

/** Issues many; one that is refused is left out with its reason and leaves nothing behind. */
export async function issueAgreements(
  tx: Tx,
  context: Context,
  ids: readonly AgreementId[],
  version: string,
): Promise<Issued> {
  const agreements = await lockAgreements(tx, ids);
  const found = new Map(agreements.map((agreement) => [agreement.id, agreement]));
  const shared = await issuing(tx, context, agreements, version);
  const issued: Issued['issued'][number][] = [];
  const refused: Issued['refused'][number][] = [];
  for (const id of ids) {
    try {
      const agreement = found.get(id);
      if (!agreement) throw failure.agreementMissing();
      issued.push({ agreement_id: id, document: await issueOne(tx, context, agreement, shared) });
    } catch (error) {
      // refusals come before the first write; whatever else went wrong ends the whole transaction
      if (!(error instanceof Failure)) throw error;
      refused.push({ agreement_id: id, code: error.code, detail: error.detail, errors: error.errors });
    }
  }
  return { issued, refused };
}

async function issuing(
  tx: Tx,
  context: Context,
  agreements: readonly AgreementRow[],
  version: string,
): Promise<Issuing> {
  const ids = agreements.map(({ id }) => id);
  const signatures = await signaturesOf(tx, ids);
  const refusals = await householdRefusals(tx, agreements, context.today);
  return {
    refusals,
    sources: await paperSources(tx, ids),
    signed: new Set(signatures.map((signature) => signature.agreement_id)),
    terms: termsReader(tx),
    version,
  };
}

/** Why the money may not be placed on the day of issuing; empty: it may. */
function groundOf(
  context: Context,
  agreement: AgreementRow,
  source: PaperSource,
  terms: Terms,
): readonly FieldError[] {
  return source.loan
    ? assessGround(
        {
          loanState: source.loan.state,
          usageMode: source.loan.usage_mode,
          enterpriseStanding: source.enterprise_standing,
          principal: agreement.principal_fen,
          loanTermMonths: source.loan.term_months,
          disbursedOn: source.loan.disbursed_on,
          hasLive: false,
        },
        agreementRules(terms),
        context.today,
      )
    : assessShares(sharesAsHeld(agreement, source));
}

/**
 * The shares as they stand on the day of issuing; a bank that issues sees neither and leaves it to the last
 * signature.
 */
function sharesAsHeld(agreement: AgreementRow, source: PaperSource): PlacingGround {
  const held = source.held_fen === null ? agreement.amount_fen : fen(BigInt(source.held_fen));
  return {
    issueState: source.issue_state ?? 'registered',
    operated: true,
    enterpriseStanding: source.enterprise_standing,
    held: held >= agreement.amount_fen ? held : null,
    hasLive: false,
    termsHold: true,
  };
}

async function issueOne(
  tx: Tx,
  context: Context,
  agreement: AgreementRow,
  shared: Issuing,
): Promise<DocumentRow> {
  const { state } = agreement;
  if (state !== 'drafted' && state !== 'issued') throw failure.wrongState(state, '出具文书');
  if (shared.signed.has(agreement.id)) throw failure.signedAlready();
  requireVersionFor(shared.version, agreement.county_code);
  const source = shared.sources.get(agreement.id);
  if (!source) throw failure.agreementMissing();
  const terms = await shared.terms(agreement.terms_id);
  const reasons = [
    ...groundOf(context, agreement, source, terms),
    ...householdFaults(shared.refusals.get(agreement.household_id) ?? null),
  ];
  if (reasons.length > 0) throw failure.notPermitted(reasons);
  const parties = registeredParties(context, source);
  const wants = missingOf(parties);
  if (wants.length > 0) throw failure.partiesIncomplete(wants);
  const template = loadTemplate({
    slice: 'agreement',
    name: agreement.bank_id === null ? 'three-party' : 'four-party',
    version: shared.version,
  });
  const unsaid = unsaidBy(template.text.fields, agreement, terms);
  if (unsaid.length > 0) throw failure.templateLacks(unsaid);
  const document = await issueDocument(tx, context, {
    kind: AGREEMENT_PAPER,
    subjectKind: 'agreement',
    subjectId: agreement.id,
    countyCode: agreement.county_code,
    bankId: agreement.bank_id,
    enterpriseId: agreement.enterprise_id,
    template,
    number: agreement.agreement_no,
    fields: (stamp) => agreementFields(agreementFactsOf({ agreement, source, parties, terms }, stamp)),
    facts: publicFacts(agreement, source),
  });
  await settle(tx, context, agreement, document);
  return document;
}

function partiesBelow({ bank, enterprise, head_name: head }: PaperSource): Record<string, string> {
  const household = maskName(head ?? '');
  return bank
    ? { 乙方: bank.name, 丙方: enterprise.name, 丁方: household }
    : { 乙方: enterprise.name, 丙方: household };
}

/** What was agreed and a wording has no place for: such a paper would promise something else than is owed. */
function unsaidBy(
  fields: Readonly<Record<string, unknown>>,
  agreement: AgreementRow,
  { parameters: { dividend } }: Terms,
): string[] {
  const said = (field: string): boolean => field in fields;
  return [
    ...(agreement.dividend_frequency !== 'yearly' && !said('frequency') ? ['按季或按半年支付'] : []),
    ...(dividend.floorLadder.length > 0 && !said('ladder') ? ['保底收益率递增'] : []),
    ...((agreement.particulars.reinvested_percent ?? 0) > 0 && !said('reinvested_percent') ? ['转投'] : []),
  ];
}

/** What the verification page shows: enough to compare, nothing that the paper's finder should not learn. */
function publicFacts(agreement: AgreementRow, source: PaperSource): Record<string, string> {
  return {
    文书: source.bank ? '精准扶贫四方协议书' : '精准扶贫三方协议书',
    合同编号: agreement.agreement_no,
    甲方: source.government.name,
    ...partiesBelow(source),
    协议资金: `${formatYuanGrouped(agreement.amount_fen)} 元`,
    保底收益: `每年 ${formatPercent(agreement.floor_percent)}%，${formatYuanGrouped(agreement.floor_year_fen)} 元`,
    合作期限: `${agreement.term_months} 个月`,
  };
}

async function settle(
  tx: Tx,
  context: Context,
  agreement: AgreementRow,
  document: DocumentRow,
): Promise<void> {
  const changes = { state: 'issued', document_id: document.id } as const;
  if (!(await moveAgreement(tx, agreement.id, ['drafted', 'issued'], changes))) {
    throw new Error('an agreement that is held does not move');
  }
  await record(tx, context, {
    act: 'agreement.issued',
    subjectKind: 'agreement',
    subjectId: agreement.id,
    countyCode: agreement.county_code,
    before: { state: agreement.state },
    after: { state: 'issued', document_id: document.id, version: document.version },
  });
  await appendEvent(tx, { name: 'agreement.issued', payload: { agreement_id: String(agreement.id) } });
}
