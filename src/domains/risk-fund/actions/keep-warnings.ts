import type { FieldError } from '../../../kernel/failure.ts';
import { fen, formatYuan } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import type { LoanRow } from '../../loan/index.ts';
import { sameKey, type JudgedRatio, type WarningEnd } from '../core/breaker.ts';
import type { FundTerms } from '../core/fund-terms.ts';
import * as store from '../lending-warning.store.ts';

/** What a judgement means for the warnings of its fund: new ones open, and what was warned of before ends. */
export async function keepWarnings(
  tx: Tx,
  context: Context,
  judgement: {
    readonly terms: FundTerms;
    readonly judged: readonly JudgedRatio[];
    readonly open: readonly store.WarningRow[];
  },
): Promise<void> {
  const { terms, judged, open } = judgement;
  for (const warning of open) {
    const ratio = judged.find((one) => sameKey(one, warning));
    const reason = endOf(ratio);
    if (reason) await end(tx, context, warning, reason);
  }
  for (const ratio of judged)
    if (ratio.verdict === 'warned' && !open.some((warning) => sameKey(warning, ratio)))
      await warn(tx, context, terms, ratio);
}

function endOf(ratio: JudgedRatio | undefined): WarningEnd | null {
  if (!ratio) return 'terms_changed';
  if (ratio.verdict === 'warned') return null;
  if (ratio.verdict === 'suspended') return 'suspended';
  return ratio.denominator_fen === 0n ? 'nothing_outstanding' : 'below';
}

async function warn(tx: Tx, context: Context, terms: FundTerms, ratio: JudgedRatio): Promise<void> {
  const { id: terms_id, fund_id, county_code } = terms;
  const { bank_id, product_code, numerator_fen, denominator_fen } = ratio;
  const measured = { bank_id, product_code, numerator_fen, denominator_fen };
  const row = { terms_id, fund_id, county_code, ...measured, warned_on: context.today };
  await tell(tx, context, await store.insertWarning(tx, row), { to: 'warned', ...measured });
}

async function end(tx: Tx, context: Context, warning: store.WarningRow, reason: WarningEnd): Promise<void> {
  await store.closeWarning(tx, warning.id, context.today, reason);
  await tell(tx, context, warning, { to: 'warning-ended', reason });
}

async function tell(
  tx: Tx,
  context: Context,
  warning: store.WarningRow,
  turn: { readonly to: 'warned' | 'warning-ended' } & Readonly<Record<string, unknown>>,
): Promise<void> {
  const { to, ...after } = turn;
  await record(tx, context, {
    act: `risk-fund.lending-${to}`,
    subjectKind: 'lending_warning',
    subjectId: warning.id,
    countyCode: warning.county_code,
    after,
  });
  await appendEvent(tx, { name: `risk-fund.lending-${to}`, payload: { warning_id: String(warning.id) } });
}

/** What the officer who signs is told though it stops nothing: the warn level that lending has reached. */
export async function warnSigner(tx: Tx, loan: LoanRow): Promise<FieldError[]> {
  const warnings = await store.warningsFor(tx, loan);
  return warnings.map((warning) => ({
    pointer: '',
    code: 'risk-fund.lending-warned',
    detail: `${warning.bank_id === null ? '本县' : '本行'}自${warning.warned_on}起已达停贷预警线（${formatYuan(
      fen(warning.numerator_fen),
    )}元／${formatYuan(fen(warning.denominator_fen))}元），再上升将暂停签订新贷款，请从严把握。`,
  }));
}
