import { invariant } from '../../../kernel/invariant.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { postNotices, supersedeNotices, type LevelSpan, type NoticeRow } from '../../notice/index.ts';
import {
  publicityDeadline,
  termsById,
  workingCalendar,
  type PublicityRule,
  type TermsId,
} from '../../programme/index.ts';
import type { PayoutRow } from '../core/payout-row.ts';
import { withdrawLines } from '../dividend-payout.store.ts';
import { termsOfPayout } from '../dividend-payout.views.ts';
import { sharePayoutRules } from '../share-dividend.store.ts';
import { movePayoutOn, PAYOUT_SUBJECT, payoutInState, type PayoutStepInput } from './take-payout-step.ts';

/** Households look at their own village's board; the county's page stays open beside it. */
const LEVELS = ['village', 'county'] as const;

/** Posts a list (公示) for the days of its terms, in the villages and the county. */
export async function postPayout(
  tx: Tx,
  context: Context,
  input: PayoutStepInput,
): Promise<{ payout: PayoutRow; notices: NoticeRow[] }> {
  const payout = await payoutInState(tx, input.payoutId, ['drafted'], '公示');
  const notices = await postForHouseholds(tx, context, payout, 1);
  return { payout: await movePayoutOn(tx, context, { payout, to: 'noticed', name: '公示' }), notices };
}

/** Puts a list up for its whole period; `posting` counts the repeats after an objection. */
export async function postForHouseholds(
  tx: Tx,
  context: Context,
  payout: PayoutRow,
  posting: number,
): Promise<NoticeRow[]> {
  const span = await spanOf(tx, payout, context.today);
  return postNotices(tx, {
    subject: { kind: PAYOUT_SUBJECT, id: payout.id, round: 1 },
    countyCode: payout.county_code,
    on: context.today,
    posting,
    levels: LEVELS.map((level) => ({ level, ...span })),
  });
}

/** How long the terms have a list hang: those of its shares, or of every version of its agreements. */
async function rulesOf(tx: Tx, payout: PayoutRow): Promise<PublicityRule[]> {
  if (payout.share_dividend_id !== null) {
    const terms = await sharePayoutRules(tx, payout.share_dividend_id);
    invariant(terms, 'a dividend by shares has its terms');
    const { publicity_days: days, publicity_day_kind: kind } = terms;
    return [{ days, kind, startOffset: 1, inclusive: true }];
  }
  const rules: PublicityRule[] = [];
  for (const id of await termsOfPayout(tx, payout.id)) {
    const { disclosure } = (await termsById(tx, id as TermsId)).parameters;
    rules.push({
      days: disclosure.publicityDaysBoard,
      kind: disclosure.publicityDayKind,
      startOffset: disclosure.publicityStartOffset,
      inclusive: disclosure.publicityInclusive,
    });
  }
  return rules;
}

async function spanOf(tx: Tx, payout: PayoutRow, postedOn: PlainDate): Promise<Omit<LevelSpan, 'level'>> {
  const calendar = await workingCalendar(tx);
  const spans = (await rulesOf(tx, payout)).map((rule) => publicityDeadline(rule, postedOn, calendar));
  // lines of several versions hang as long as the strictest asks
  const longest = spans.sort((a, b) => (a.freeOn < b.freeOn ? 1 : -1))[0];
  invariant(longest, 'a list has lines');
  return longest;
}

/** Takes a list back before it is paid; what stood on it may be listed anew. */
export async function withdrawPayout(
  tx: Tx,
  context: Context,
  input: { readonly payoutId: bigint; readonly reason: string },
): Promise<PayoutRow> {
  const payout = await payoutInState(tx, input.payoutId, ['drafted', 'noticed', 'approved'], '撤回');
  await supersedeNotices(tx, { kind: PAYOUT_SUBJECT, id: payout.id, round: 1 });
  await withdrawLines(tx, payout.id);
  return movePayoutOn(tx, context, { payout, to: 'withdrawn', name: '撤回', reason: input.reason });
}
