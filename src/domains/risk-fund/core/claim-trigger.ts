import { addDays, addMonths, type PlainDate } from '../../../kernel/date.ts';
import { unreachable } from '../../../kernel/invariant.ts';

/** Classes of the five-class grading (五级分类), best first; the bank enters them with a date. */
export const LOAN_CLASSES = ['normal', 'special_mention', 'substandard', 'doubtful', 'loss'] as const;
export type LoanClass = (typeof LOAN_CLASSES)[number];

/** What allows a claim (触发方式). */
export const TRIGGER_KINDS = ['days', 'grace_months', 'loan_class', 'loss_determined'] as const;
export type TriggerKind = (typeof TRIGGER_KINDS)[number];

export type TriggerRule =
  /** Overdue that many days; the due date is day 0. 金寨 30, 南澳 90. */
  | { readonly kind: 'days'; readonly days: number }
  /** A buffer of whole months after the due date; 黄平 1, at most 2. */
  | { readonly kind: 'grace_months'; readonly months: number }
  /** Graded that class or worse. */
  | { readonly kind: 'loan_class'; readonly from: LoanClass }
  /** Loss determined after collection and legal steps (桂财规〔2019〕5号). */
  | { readonly kind: 'loss_determined' };

export interface TriggerFacts {
  /** First day on which the unpaid sum is overdue; day 0. */
  readonly dueOn: PlainDate;
  readonly graded: { readonly loanClass: LoanClass; readonly on: PlainDate } | null;
  readonly lossDeterminedOn: PlainDate | null;
}

/** The first day on which a claim may be filed; null while what the rule waits for has not happened. */
export function triggeredOn(rule: TriggerRule, facts: TriggerFacts): PlainDate | null {
  switch (rule.kind) {
    case 'days':
      return addDays(facts.dueOn, rule.days);
    case 'grace_months':
      return addMonths(facts.dueOn, rule.months);
    case 'loan_class': {
      const { graded } = facts;
      if (!graded || LOAN_CLASSES.indexOf(graded.loanClass) < LOAN_CLASSES.indexOf(rule.from)) return null;
      return graded.on;
    }
    case 'loss_determined':
      return facts.lossDeterminedOn;
    default:
      return unreachable(rule);
  }
}

/** One dunning (催收) of the loan; only a notice that was signed for or posted is proof. */
export interface Dunning {
  readonly on: PlainDate;
  readonly kind: 'notice_signed' | 'notice_posted' | 'visit' | 'call';
  /** A scan of its proof is kept. */
  readonly proven: boolean;
}

/**
 * The days of the notices that prove that the bank dunned before it claimed: signed or posted, dated from
 * the due date and before the trigger (黄平 特惠贷), one a day at most. Where the class or a determination
 * triggers, the day the money fell due may lie later: then every notice before the trigger counts.
 */
export function noticeDays(
  dunnings: readonly Dunning[],
  rule: TriggerRule,
  span: { readonly dueOn: PlainDate; readonly triggeredOn: PlainDate },
): PlainDate[] {
  const byDate = rule.kind === 'days' || rule.kind === 'grace_months';
  const days = dunnings
    .filter(({ kind }) => kind === 'notice_signed' || kind === 'notice_posted')
    .map(({ on }) => on)
    .filter((on) => on < span.triggeredOn && (!byDate || on >= span.dueOn));
  return [...new Set(days)];
}
