import type { PlainDate } from '../../../kernel/date.ts';
import type { BatchState } from './batch-row.ts';
import { deskOf, type Gatherer } from './gatherer.ts';

/** What a claim waits for: by which post, and by which day where there is one. */
export interface NextStep {
  readonly act: 'submit' | 'review' | 'post' | 'approve' | 'instruct' | 'answer';
  readonly step_name: string;
  readonly role: string;
  readonly due_on: PlainDate | null;
}

export interface ClaimOnItsWay {
  readonly state: BatchState;
  readonly gatherer: Gatherer;
  readonly pay_by: PlainDate | null;
}

export interface OpenReview {
  readonly name: string;
  readonly role: string;
  readonly decided_on: PlainDate | null;
  readonly due_on: PlainDate | null;
}

/** Whose turn it is; null where nothing is left to do, or the period still runs. */
export function nextStep(claim: ClaimOnItsWay, reviews: readonly OpenReview[]): NextStep | null {
  const payBy = claim.pay_by;
  switch (claim.state) {
    case 'drafted':
    case 'returned':
      return { act: 'submit', step_name: '申报', role: deskOf(claim.gatherer).role, due_on: null };
    case 'submitted': {
      const open = reviews.find((one) => one.decided_on === null);
      return open ? { act: 'review', step_name: open.name, role: open.role, due_on: open.due_on } : null;
    }
    case 'reviewed':
      return { act: 'post', step_name: '公示', role: 'county_office', due_on: null };
    case 'noticed':
      return { act: 'approve', step_name: '审批', role: 'finance_approver', due_on: payBy };
    case 'approved':
      return { act: 'instruct', step_name: '拨付', role: 'finance_payer', due_on: payBy };
    case 'instructed':
      return { act: 'answer', step_name: '银行回单', role: 'finance_payer', due_on: null };
    case 'accruing':
    case 'paid':
      return null;
  }
}
