import type { PlainDate } from '../../../kernel/date.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { loanById, lockLoan, type LoanRow } from '../../loan/index.ts';
import { termsById } from '../../programme/index.ts';
import * as no from '../core/application-failures.ts';
import { papersLacking, type ApplicationPaper } from '../core/application-papers.ts';
import { loanUnknown } from '../core/clawback-failures.ts';
import { applicationsOf, insertApplication } from '../subsidy-application.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';

export interface ApplicationInput {
  readonly loanId: LoanId;
  readonly appliedOn: PlainDate;
  readonly papers: readonly ApplicationPaper[];
  readonly remark: string | null;
}

/**
 * A household applies for the subsidy of its loan (农户申请), where the version says that households do; the
 * township or the county office receives it with the papers that the version asks for. Its lines come into
 * the batch that is being drawn up, or the next. Throws `subsidy.not-by-application`,
 * `subsidy.papers-missing`, `subsidy.application-day`, `subsidy.applied-already`, `subsidy.not-lent`.
 */
export async function receiveApplication(tx: Tx, context: Context, input: ApplicationInput) {
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) throw loanUnknown();
  await refuseApplication(tx, context, loan, input);
  const application = await insertApplication(tx, {
    loan_id: loan.id,
    county_code: loan.county_code,
    bank_id: loan.bank_id,
    township_code: loan.township_code,
    applied_on: input.appliedOn,
    papers: input.papers,
    received_by: actingPerson(context),
    received_on: context.today,
    remark: input.remark,
  });
  await record(tx, context, {
    act: 'subsidy.application-received',
    subjectKind: 'loan',
    subjectId: String(loan.id),
    countyCode: loan.county_code,
    after: { application_id: String(application.id), applied_on: input.appliedOn, papers: input.papers },
  });
  await appendEvent(tx, { name: 'subsidy.application-received', payload: { loan_id: String(loan.id) } });
  return application;
}

async function refuseApplication(
  tx: Tx,
  context: Context,
  loan: LoanRow,
  { appliedOn, papers }: ApplicationInput,
): Promise<void> {
  if (loan.disbursed_on === null) throw no.notLent();
  if (loan.gatherer !== 'household') throw no.notByApplication();
  if (appliedOn > context.today) throw no.applicationDay('申请日期不能晚于今天');
  if (appliedOn < loan.disbursed_on) throw no.applicationDay('申请日期不能早于放款日');
  invariant(loan.terms_id !== null, 'a disbursed loan has its terms');
  const { applicationPapers } = (await termsById(tx, loan.terms_id)).parameters.subsidy;
  const lacking = papersLacking(applicationPapers, papers);
  if (lacking.length > 0) throw no.papersMissing(lacking);
}

/** The applications of a loan, the latest first. */
export async function readApplications(tx: Tx, loanId: LoanId) {
  if (!(await loanById(tx, loanId))) throw loanUnknown();
  return { items: await applicationsOf(tx, loanId) };
}
