import { sealAuditJob } from '../src/domains/audit/index.ts';
import { drawDuesJob, sweepPayoutsJob } from '../src/domains/dividend/index.ts';
import { sweepDocumentsJob } from '../src/domains/document/index.ts';
import { remindPayoutsJob, sweepSubsidiesJob } from '../src/domains/farm-insurance/index.ts';
import {
  countArrearsJob,
  remindResetsJob,
  sweepImportsJob,
  sweepStatusesJob,
} from '../src/domains/loan/index.ts';
import { sweepBankFilesJob } from '../src/domains/payment/index.ts';
import {
  judgeBreakersJob,
  remindDutiesJob,
  remindRecoveriesJob,
  sweepCompensationsJob,
} from '../src/domains/risk-fund/index.ts';
import { freezeRecordsJob, sweepShareholdersJob } from '../src/domains/share/index.ts';
import { openBatchesJob, remindOverdueJob, sweepJob, sweepPapersJob } from '../src/domains/subsidy/index.ts';
import { schedule, type Schedule } from '../src/platform/queue/scheduler.ts';

const MINUTE_MS = 60_000;
const FIVE_MINUTES_MS = 5 * MINUTE_MS;

/** What happens by itself. Cron patterns are read in Asia/Shanghai. */
export const SCHEDULES: readonly Schedule[] = [
  // after midnight the settlement day is over; running again opens nothing twice, so a missed day is made up
  // for
  schedule('subsidy-open-batches', { cron: '0 30 0 * * *' }, openBatchesJob, {}),
  schedule('subsidy-sweep', { everyMs: MINUTE_MS }, sweepJob, {}),
  schedule('subsidy-sweep-papers', { cron: '0 0 1 * * *' }, sweepPapersJob, {}),
  // yesterday was the last day
  schedule('subsidy-remind-overdue', { cron: '0 40 0 * * *' }, remindOverdueJob, {}),
  schedule('payment-sweep-bank-files', { everyMs: FIVE_MINUTES_MS }, sweepBankFilesJob, {}),
  // the day's maturities are overdue by then
  schedule('risk-fund-judge-breakers', { cron: '0 20 0 * * *' }, judgeBreakersJob, {}),
  // yesterday was the last day to return money, or it came in
  schedule('risk-fund-remind-recoveries', { cron: '0 50 0 * * *' }, remindRecoveriesJob, {}),
  // yesterday was the last day of a step, and the night's arrears are counted
  schedule('risk-fund-remind-duties', { cron: '0 55 0 * * *' }, remindDutiesJob, {}),
  schedule('risk-fund-sweep', { everyMs: MINUTE_MS }, sweepCompensationsJob, {}),
  schedule('loan-sweep-imports', { everyMs: MINUTE_MS }, sweepImportsJob, {}),
  // before batches are opened, so that the lines of the day see it
  schedule('loan-sweep-statuses', { cron: '0 10 0 * * *' }, sweepStatusesJob, {}),
  // the day that just ended has gone unpaid
  schedule('loan-count-arrears', { cron: '0 20 0 * * *' }, countArrearsJob, {}),
  // the day has begun on which the rates of contracts reset
  schedule('loan-remind-resets', { cron: '0 45 0 * * *' }, remindResetsJob, {}),
  // the day that just ended is met or missed, the next are listed and reminded of
  schedule('dividend-draw-dues', { cron: '0 40 0 * * *' }, drawDuesJob, {}),
  schedule('dividend-sweep', { everyMs: MINUTE_MS }, sweepPayoutsJob, {}),
  schedule('farm-insurance-sweep', { everyMs: MINUTE_MS }, sweepSubsidiesJob, {}),
  // yesterday was the last day to pay, or the day is near
  schedule('farm-insurance-remind-payouts', { cron: '0 45 0 * * *' }, remindPayoutsJob, {}),
  // holders are frozen as the record date finds them, before the day's changes are drawn
  schedule('share-freeze-records', { cron: '0 5 0 * * *' }, freezeRecordsJob, {}),
  schedule('share-sweep-households', { cron: '0 15 0 * * *' }, sweepShareholdersJob, {}),
  schedule('document-sweep', { everyMs: MINUTE_MS }, sweepDocumentsJob, {}),
  schedule('audit-seal', { everyMs: MINUTE_MS }, sealAuditJob, {}),
];
