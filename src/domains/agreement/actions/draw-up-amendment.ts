import { invariant } from '../../../kernel/invariant.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { AgreementId } from '../../../kernel/ids.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { termsById } from '../../programme/index.ts';
import { parentsOf } from '../agreement-life.store.ts';
import { lockAgreement } from '../agreement.store.ts';
import { amendmentsOf, insertAmendment, loanTermOf, registeredAccount } from '../amendment.store.ts';
import type { AgreementRow } from '../core/agreement-row.ts';
import {
  assessAmendment,
  differencesOf,
  yearlyOf,
  type AmendmentProposal,
  type VersionTerms,
} from '../core/amendment.ts';
import { amendmentOpen, amendmentRefused, notAmendable } from '../core/amendment-failures.ts';
import { versionOf, type AmendmentRow } from '../core/amendment-row.ts';
import { agreementMissing } from '../core/failures.ts';
import { agreementRules, withLinkedFloor } from './agreement-rules.ts';

interface Latest {
  readonly version: number;
  readonly since: PlainDate;
  readonly terms: VersionTerms;
}

/** The version in force that a new one follows. */
async function latestVersion(tx: Tx, agreement: AgreementRow): Promise<Latest> {
  const amendments = await amendmentsOf(tx, agreement.id);
  if (amendments.some(({ state }) => state === 'drafted' || state === 'issued')) throw amendmentOpen();
  const { in_force_on: since, particulars } = agreement;
  const inForce = amendments.filter(({ state }) => state === 'in_force');
  const last = inForce.at(-1);
  const said = inForce.findLast((row) => row.reinvested_percent !== null);
  const { deposit, guarantor } = particulars.security;
  const signed = {
    reinvested_percent: said?.reinvested_percent ?? particulars.reinvested_percent ?? 0,
    ...{ deposit, guarantor },
  };
  if (last) return { version: last.version, since: last.effective_on, terms: versionOf(last, signed) };
  invariant(since, 'an agreement in force has its day');
  return {
    version: 1,
    since,
    terms: {
      floor_percent: agreement.floor_percent,
      profit_share_percent: agreement.profit_share_percent,
      ...signed,
      term_months: agreement.term_months,
      ladder: null,
      ...(await registeredAccount(tx, agreement.enterprise_id)),
      training_sessions: particulars.training_sessions,
      job_promise: particulars.job_promise,
      inspection_days: particulars.inspection_days,
      principal_lead_days: particulars.principal_lead_days,
    },
  };
}

/**
 * Draws up an amendment (补充协议): a whole new version of what may change, from a day that has not passed. It
 * holds once all have signed; what was settled before stays.
 */
export async function drawUpAmendment(
  tx: Tx,
  context: Context,
  id: AgreementId,
  proposal: AmendmentProposal,
): Promise<AmendmentRow> {
  const agreement = await lockAgreement(tx, id);
  if (!agreement) throw agreementMissing();
  if (agreement.state !== 'in_force') throw notAmendable();
  const latest = await latestVersion(tx, agreement);
  const after = { ...latest.terms, ...proposal.changes };
  await requirePermitted(tx, context, { agreement, latest, after, on: proposal.effectiveOn });
  const { training_sessions, job_promise, inspection_days, principal_lead_days, ...others } = after;
  const { deposit, guarantor, ...money } = others;
  const security = { ...agreement.particulars.security, deposit, guarantor };
  const amendment = await insertAmendment(tx, {
    ...parentsOf(agreement),
    ...money,
    version: latest.version + 1,
    effective_on: proposal.effectiveOn,
    reason: proposal.reason,
    floor_year_fen: yearlyOf(agreement.amount_fen, after),
    obligations: { training_sessions, job_promise, inspection_days, principal_lead_days, security },
    differences: differencesOf(latest.terms, after),
    drawn_up_by: actingPerson(context),
    drawn_up_on: context.today,
  });
  await record(tx, context, {
    act: 'agreement.amendment-drawn-up',
    subjectKind: 'agreement_amendment',
    subjectId: amendment.id,
    countyCode: agreement.county_code,
    after: {
      agreement_id: id,
      version: amendment.version,
      fields: amendment.differences.map((d) => d.field),
    },
  });
  const payload = { amendment_id: String(amendment.id) };
  await appendEvent(tx, { name: 'agreement.amendment-drawn-up', payload });
  return amendment;
}

interface ToAssess {
  readonly agreement: AgreementRow;
  readonly latest: Latest;
  readonly after: VersionTerms;
  readonly on: PlainDate;
}

async function requirePermitted(tx: Tx, context: Context, to: ToAssess): Promise<void> {
  const { agreement, latest, after } = to;
  const terms = await withLinkedFloor(tx, await termsById(tx, agreement.terms_id), {
    on: agreement.drawn_up_on,
    termMonths: agreement.term_months,
  });
  const refusals = assessAmendment(to.on, after, {
    rules: agreementRules(terms),
    leastSharePercent: terms.parameters.dividend.profitSharePercent,
    ladder: terms.parameters.dividend.floorLadder,
    before: latest.terms,
    since: latest.since,
    arrivedOn: agreement.arrived_on,
    loanTermMonths: agreement.loan_id === null ? null : await loanTermOf(tx, agreement.loan_id),
    today: context.today,
  });
  if (refusals.length > 0) throw amendmentRefused(refusals);
}
