import { addDays } from '../../../kernel/date.ts';
import { unreachable } from '../../../kernel/invariant.ts';
import { addFen, ZERO_FEN } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import {
  judgeBreaker,
  sameKey,
  type BreakerRule,
  type JudgedRatio,
  type LiftReason,
} from '../core/breaker.ts';
import { noBreaker } from '../core/breaker-failures.ts';
import { fundMissing } from '../core/failures.ts';
import { LOAN_CLASSES } from '../core/claim-trigger.ts';
import { breakerRule, type FundTerms } from '../core/fund-terms.ts';
import * as store from '../lending-suspension.store.ts';
import { openWarnings } from '../lending-warning.store.ts';
import { findFund, termsOfDay } from '../risk-fund.store.ts';
import { keepWarnings } from './keep-warnings.ts';

/**
 * Judges the breaker of a fund (停贷线) by the measures in force: suspends new lending where the level is
 * passed, and lets it resume where the terms say at which level, where nothing is outstanding any more, or
 * where they know no such suspension. Judging again without news changes nothing.
 */
export async function judgeFundBreaker(tx: Tx, context: Context, fundId: bigint): Promise<JudgedRatio[]> {
  const fund = await findFund(tx, fundId);
  if (!fund) throw fundMissing();
  const terms = await termsOfDay(tx, fund.id, context.today);
  // between two versions nothing is decided: what stands goes on standing
  if (!terms) throw noBreaker();
  const rule = breakerRule(terms);
  await store.holdSigning(tx, fund.id);
  const open = await store.openSuspensions(tx, fund.id);
  const warnings = await openWarnings(tx, fund.id);
  if (!rule && open.length === 0 && warnings.length === 0) throw noBreaker();
  const judged: JudgedRatio[] = [];
  for (const ratio of rule ? await measure(tx, context, terms) : []) {
    const standing = open.find((suspension) => sameKey(suspension, ratio));
    if (rule) judged.push(await judge(tx, context, { terms, rule, ratio, standing }));
  }
  for (const suspension of open)
    if (!judged.some((ratio) => sameKey(suspension, ratio)))
      await resume(tx, context, suspension, 'terms_changed');
  await keepWarnings(tx, context, { terms, judged, open: warnings });
  return judged;
}

type Ratio = Omit<JudgedRatio, 'verdict'>;

async function measure(tx: Tx, context: Context, terms: FundTerms): Promise<Ratio[]> {
  const overdueBy = addDays(context.today, -(terms.breaker_overdue_days ?? 0));
  const classes = terms.breaker_class ? LOAN_CLASSES.slice(LOAN_CLASSES.indexOf(terms.breaker_class)) : [];
  const book = await store.ratiosOf(tx, terms.fund_id, { on: context.today, overdueBy, classes });
  const ratios = new Map<string, Ratio>();
  for (const part of book) {
    const of = placeOf(terms, part);
    const key = `${String(of.bank_id)} ${String(of.product_code)}`;
    const known = ratios.get(key) ?? { ...of, numerator_fen: ZERO_FEN, denominator_fen: ZERO_FEN };
    const numerator_fen = addFen(known.numerator_fen, numeratorOf(terms, part));
    ratios.set(key, {
      ...known,
      numerator_fen,
      denominator_fen: addFen(known.denominator_fen, part.outstanding_fen),
    });
  }
  return [...ratios.values()];
}

/** What is measured together: a bank's loans, a product's, or the county's. */
function placeOf(terms: FundTerms, part: store.BookRatio): Pick<Ratio, 'bank_id' | 'product_code'> {
  const by = terms.breaker_denominator;
  return {
    bank_id: by === 'bank' ? part.bank_id : null,
    product_code: by === 'product' ? part.product_code : null,
  };
}

function numeratorOf(terms: FundTerms, part: store.BookRatio): bigint {
  switch (terms.breaker_numerator) {
    case 'overdue':
      return part.overdue_fen;
    case 'loan_class':
      return part.classed_fen;
    case 'compensated':
    case null:
      return part.compensated_fen;
    default:
      return unreachable(terms.breaker_numerator);
  }
}

interface Judging {
  readonly terms: FundTerms;
  readonly rule: BreakerRule;
  readonly ratio: Ratio;
  readonly standing: store.SuspensionRow | undefined;
}

async function judge(
  tx: Tx,
  context: Context,
  { terms, rule, ratio, standing }: Judging,
): Promise<JudgedRatio> {
  const verdict = judgeBreaker(rule, {
    numerator: ratio.numerator_fen,
    denominator: ratio.denominator_fen,
    suspended: standing !== undefined,
  });
  if (verdict === 'suspended' && !standing) await suspend(tx, context, terms, ratio);
  if (verdict !== 'suspended' && standing)
    await resume(tx, context, standing, ratio.denominator_fen === 0n ? 'nothing_outstanding' : 'resumed');
  return { ...ratio, verdict };
}

async function suspend(tx: Tx, context: Context, terms: FundTerms, ratio: Ratio): Promise<void> {
  const { id: terms_id, fund_id, county_code } = terms;
  const row = { terms_id, fund_id, county_code, ...ratio, suspended_on: context.today };
  const suspension = await store.insertSuspension(tx, row);
  await tell(tx, context, suspension, { to: 'suspended', ...ratio });
}

async function resume(
  tx: Tx,
  context: Context,
  standing: store.SuspensionRow,
  reason: LiftReason,
): Promise<void> {
  const lift = { lifted_on: context.today, lifted_by: null, lift_document_no: null, lift_reason: reason };
  if (await store.liftSuspension(tx, standing.id, lift))
    await tell(tx, context, standing, { to: 'lifted', reason });
}

/** The turn in the audit trail and as news. */
export async function tell(
  tx: Tx,
  context: Context,
  suspension: store.SuspensionRow,
  turn: { readonly to: 'suspended' | 'lifted' } & Readonly<Record<string, unknown>>,
): Promise<void> {
  const { to, ...more } = turn;
  await record(tx, context, {
    act: `risk-fund.lending-${to}`,
    subjectKind: 'lending_suspension',
    subjectId: suspension.id,
    countyCode: suspension.county_code,
    ...(to === 'lifted' ? { before: { state: 'suspended' } } : {}),
    after: { state: to, ...more },
  });
  await appendEvent(tx, {
    name: `risk-fund.lending-${to}`,
    payload: { suspension_id: String(suspension.id) },
  });
}

/**
 * Judges every fund whose measures have a breaker today or whose warnings and suspensions they end; answers
 * how many.
 */
export async function judgeBreakers(tx: Tx, context: Context): Promise<number> {
  const funds = await store.fundsToJudge(tx, context.today);
  for (const fund of funds) await judgeFundBreaker(tx, context, fund);
  return funds.length;
}
