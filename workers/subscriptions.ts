import { settlePayoutJob } from '../src/domains/dividend/index.ts';
import { settleSubsidyShareJob } from '../src/domains/farm-insurance/index.ts';
import { checkImportJob, commitImportJob, followStatusJob } from '../src/domains/loan/index.ts';
import { PAPERS_A_JOB, printDocumentsJob, renderDocumentsJob } from '../src/domains/document/index.ts';
import {
  accruePortionJob,
  drawAppliedJob,
  issueNoticesJob,
  issuePaymentListJob,
  LOANS_A_JOB,
  reaccrueLoansJob,
  settleBatchJob,
} from '../src/domains/subsidy/index.ts';
import { measureCoverJob, settleClaimJob } from '../src/domains/risk-fund/index.ts';
import { followShareholderJob } from '../src/domains/share/index.ts';
import { writeBankFileJob } from '../src/domains/payment/index.ts';
import type { OutboxEvent } from '../src/platform/outbox.ts';
import { jobEntry, type JobEntry } from '../src/platform/queue/define-job.ts';

type Payload = OutboxEvent['payload'];
type Subscription = (payload: Payload) => JobEntry[];

const text = (payload: Payload, key: string): string => String(payload[key]);

const followStatus: Subscription = (payload) => [
  jobEntry(followStatusJob, {
    household_id: text(payload, 'household_id'),
    status_id: text(payload, 'status_id'),
  }),
];

/** Who carries the bank's answer up, by what was paid. */
const SETTLEMENTS: Readonly<Record<string, (subjectId: string) => JobEntry>> = {
  subsidy_batch: (id) => jobEntry(settleBatchJob, { batch_id: id }),
  dividend_payout: (id) => jobEntry(settlePayoutJob, { payout_id: id }),
  insurance_subsidy_share: (id) => jobEntry(settleSubsidyShareJob, { share_id: id }),
  risk_fund_claim: (id) => jobEntry(settleClaimJob, { claim_id: id }),
};

function settlementOf(payload: Payload): JobEntry[] {
  const settlement = SETTLEMENTS[text(payload, 'subject_kind')];
  return settlement ? [settlement(text(payload, 'subject_id'))] : [];
}

const renderPapers = (payloads: readonly Payload[]): JobEntry[] => [
  jobEntry(renderDocumentsJob, { document_ids: payloads.map((payload) => text(payload, 'document_id')) }),
];

const reaccrueLoans = (payloads: readonly Payload[]): JobEntry[] => [
  jobEntry(reaccrueLoansJob, {
    loan_ids: [...new Set(payloads.map((payload) => text(payload, 'loan_id')))],
  }),
];

/** Who listens to which news. Events that nobody listens to are marked relayed and kept. */
const SUBSCRIPTIONS: Readonly<Record<string, Subscription>> = {
  'loan.import-received': (payload) => [jobEntry(checkImportJob, { import_id: text(payload, 'import_id') })],
  'loan.import-confirmed': (payload) => [
    jobEntry(commitImportJob, { import_id: text(payload, 'import_id') }),
  ],
  'household.status-reviewed': (payload) => [
    ...followStatus(payload),
    jobEntry(followShareholderJob, { household_id: text(payload, 'household_id') }),
  ],
  'loan.status-unfollowed': followStatus,
  'subsidy.portion-opened': (payload) => [
    jobEntry(accruePortionJob, {
      batch_id: text(payload, 'batch_id'),
      portion_no: Number(payload['portion_no']),
    }),
  ],
  'loan.facts-changed': (payload) => reaccrueLoans([payload]),
  'subsidy.lines-stale': (payload) => reaccrueLoans([payload]),
  'subsidy.application-received': (payload) => [
    jobEntry(drawAppliedJob, { loan_id: text(payload, 'loan_id') }),
  ],
  'payment.instructed': (payload) => [
    jobEntry(writeBankFileJob, { order_id: text(payload, 'order_id') }),
    jobEntry(issuePaymentListJob, { order_id: text(payload, 'order_id') }),
  ],
  'payment.file-wanted': (payload) => [jobEntry(writeBankFileJob, { order_id: text(payload, 'order_id') })],
  'subsidy.batch-noticed': (payload) => [jobEntry(issueNoticesJob, { batch_id: text(payload, 'batch_id') })],
  'subsidy.list-wanted': (payload) => [
    jobEntry(issuePaymentListJob, { order_id: text(payload, 'order_id') }),
  ],
  'subsidy.notices-wanted': (payload) => [jobEntry(issueNoticesJob, { batch_id: text(payload, 'batch_id') })],
  // an objection decided has the list posted again
  'subsidy.objection-decided': (payload) => [
    jobEntry(issueNoticesJob, { batch_id: text(payload, 'batch_id') }),
  ],
  'document.issued': (payload) => renderPapers([payload]),
  'document.paper-wanted': (payload) => renderPapers([payload]),
  'document.print-requested': (payload) => [
    jobEntry(printDocumentsJob, { print_job_id: text(payload, 'print_job_id') }),
  ],
  'risk-fund.injected': (payload) => [jobEntry(measureCoverJob, { fund_id: text(payload, 'fund_id') })],
  'payment.answered': settlementOf,
};

export function jobsFor(event: OutboxEvent): JobEntry[] {
  return SUBSCRIPTIONS[event.name]?.(event.payload) ?? [];
}

interface Gathering {
  readonly most: number;
  readonly jobs: (payloads: readonly Payload[]) => JobEntry[];
}

/** News of which several are done by one job when they wait together. */
const GATHERED: Readonly<Record<string, Gathering>> = {
  'document.issued': { most: PAPERS_A_JOB, jobs: renderPapers },
  // many repayments of one file: their batches are drawn up again once
  'loan.facts-changed': { most: LOANS_A_JOB, jobs: reaccrueLoans },
  'subsidy.lines-stale': { most: LOANS_A_JOB, jobs: reaccrueLoans },
};

/** The jobs for a group made by {@link groupsOf}. */
export function jobsForGroup(group: readonly [OutboxEvent, ...OutboxEvent[]]): JobEntry[] {
  const [first] = group;
  const gathering = GATHERED[first.name];
  return gathering && group.length > 1 ? gathering.jobs(group.map(({ payload }) => payload)) : jobsFor(first);
}

/** Puts together what one job can do, everything else stays by itself; in the order of each group's first. */
export function groupsOf<Event extends OutboxEvent>(events: readonly Event[]): [Event, ...Event[]][] {
  const groups: [Event, ...Event[]][] = [];
  const open = new Map<string, [Event, ...Event[]]>();
  for (const event of events) {
    const group = open.get(event.name);
    if (group && group.length < (GATHERED[event.name]?.most ?? 1)) {
      group.push(event);
      continue;
    }
    const begun: [Event, ...Event[]] = [event];
    groups.push(begun);
    open.set(event.name, begun);
  }
  return groups;
}
