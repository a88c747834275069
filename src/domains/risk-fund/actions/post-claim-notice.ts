import { invariant } from '../../../kernel/invariant.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { loanById } from '../../loan/index.ts';
import { postNotices, type LevelSpan, type NoticeRow } from '../../notice/index.ts';
import { publicityDeadline, termsById, workingCalendar } from '../../programme/index.ts';
import type { ClaimRow } from '../core/claim-row.ts';
import { wrongState } from '../core/failures.ts';
import { changeClaim } from '../risk-fund-claim.store.ts';
import { termsByNumber } from '../risk-fund.store.ts';
import { claimInState, stepDue, type ClaimStepInput } from './take-claim-step.ts';

export const CLAIM_SUBJECT = 'risk_fund_claim';

/**
 * Posts an examined claim in the county (公示), for the days of the fund's terms counted as its programme
 * counts.
 */
export async function postClaimNotice(
  tx: Tx,
  context: Context,
  input: ClaimStepInput,
): Promise<{ claim: ClaimRow; notices: NoticeRow[] }> {
  const claim = await claimInState(tx, input.claimId, ['examined'], '公示');
  const notices = await postForCounty(tx, context, claim, 1);
  const freeOn = notices[0]?.free_on;
  invariant(freeOn, 'a claim is posted at the county');
  const also = await stepDue(tx, claim.terms_id, 2, freeOn);
  if (!(await changeClaim(tx, claim, 'noticed', also))) throw wrongState(claim.state, '公示');
  await record(tx, context, {
    act: 'risk-fund.claim-noticed',
    subjectKind: CLAIM_SUBJECT,
    subjectId: claim.id,
    countyCode: claim.county_code,
    before: { state: claim.state },
    after: { state: 'noticed', free_on: freeOn },
  });
  return { claim: { ...claim, ...also, state: 'noticed' }, notices };
}

/** Puts a claim up for its whole period; `posting` counts the repeats after an objection. */
export async function postForCounty(
  tx: Tx,
  context: Context,
  claim: ClaimRow,
  posting: number,
): Promise<NoticeRow[]> {
  return postNotices(tx, {
    subject: { kind: CLAIM_SUBJECT, id: claim.id, round: 1 },
    countyCode: claim.county_code,
    on: context.today,
    posting,
    levels: [await countySpan(tx, claim, context.today)],
  });
}

async function countySpan(tx: Tx, claim: ClaimRow, postedOn: PlainDate): Promise<LevelSpan> {
  const loan = await loanById(tx, claim.loan_id);
  invariant(loan?.terms_id, 'a claimed loan was signed under terms');
  const { disclosure } = (await termsById(tx, loan.terms_id)).parameters;
  const rule = {
    days: (await termsByNumber(tx, claim.terms_id)).publicity_days,
    kind: disclosure.publicityDayKind,
    startOffset: disclosure.publicityStartOffset,
    inclusive: disclosure.publicityInclusive,
  };
  return { level: 'county', ...publicityDeadline(rule, postedOn, await workingCalendar(tx)) };
}
