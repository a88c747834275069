import { invariant } from '../../../kernel/invariant.ts';
import { maskName } from '../../../kernel/identifiers.ts';
import { addFen, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { issueDocument, loadTemplate, type DocumentRow, type PaperStamp } from '../../document/index.ts';
import { statePaysBank, termsById, type Parameters } from '../../programme/index.ts';
import { daysPastDue } from '../core/arrears.ts';
import * as notice from '../core/dunning-notice.ts';
import { loanMissing } from '../core/failures.ts';
import type { LoanRow } from '../core/loan-row.ts';
import * as store from '../dunning-notice.store.ts';
import { lockLoan } from '../loan.store.ts';
import { personOf } from './acting-person.ts';
import { duesOfLoans, type HouseholdInterest } from './read-dues.ts';

export interface DunningNoticeInput {
  readonly loanId: LoanId;
  readonly payBy: PlainDate;
  /** What the bank asks for of interest, at most what is owed; null asks for all that is owed. */
  readonly interest: Fen | null;
}

const TEMPLATE = { slice: 'loan', name: 'dunning-notice', version: 'v3' };

/**
 * The bank writes a dunning notice (催收通知书) to the household of an overdue loan, and to the co-borrower who
 * answers for it: what is owed, by when, to whom to speak, each sum as it is computed today. Each is a paper
 * of its own that keeps its validity beside the next. Throws
 * `loan.nothing-overdue`, `loan.pay-by-past`, `loan.interest-above-owed`, `loan.bank-unreachable`.
 */
export async function issueDunningNotice(
  tx: Tx,
  context: Context,
  householdInterest: HouseholdInterest,
  input: DunningNoticeInput,
): Promise<store.DunningNoticeRow & { readonly document: DocumentRow }> {
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) throw loanMissing();
  const due = await duesNow(tx, context, householdInterest, loan);
  if (input.payBy <= context.today) throw notice.payByPast();
  const interest = input.interest ?? due.interest;
  if (interest > due.interest) throw notice.interestAboveOwed(due.interest);
  const parties = await store.noticeParties(tx, loan.id);
  if (!parties.bank_address || !parties.bank_phone) throw notice.bankUnreachable();
  const row = await store.insertDunningNotice(tx, loan, {
    due_on: due.principalSince,
    principal_fen: due.principal,
    interest_fen: interest,
    penalty_fen: due.penalty.owed,
    compound_fen: due.compound.owed,
    pay_by: input.payBy,
    issued_by: personOf(context),
    issued_on: context.today,
  });
  await record(tx, context, {
    act: 'loan.dunning-notice-issued',
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    after: { notice_no: row.notice_no, total_fen: totalOf(row) },
  });
  invariant(loan.terms_id, 'an overdue loan has its terms');
  const { parameters } = await termsById(tx, loan.terms_id);
  return { ...row, document: await print(tx, context, { loan, parameters, parties, row }) };
}

/** What is overdue today; a notice is about principal past due, whatever else is owed. */
async function duesNow(tx: Tx, context: Context, householdInterest: HouseholdInterest, loan: LoanRow) {
  if (loan.state !== 'disbursed') throw notice.nothingOverdue();
  const due = (await duesOfLoans(tx, householdInterest, [loan], context.today)).get(loan.id);
  invariant(due, 'the dues are those of the loan asked for');
  const { principalSince } = due;
  if (principalSince === null) throw notice.nothingOverdue();
  return { ...due, principalSince };
}

const totalOf = (row: store.DunningNoticeRow): Fen =>
  addFen(row.principal_fen, row.interest_fen, row.penalty_fen, row.compound_fen);

interface Written {
  readonly loan: LoanRow;
  readonly parameters: Parameters;
  readonly parties: store.NoticeParties;
  readonly row: store.DunningNoticeRow;
}

function print(tx: Tx, context: Context, written: Written): Promise<DocumentRow> {
  const { loan, parties, row } = written;
  return issueDocument(tx, context, {
    kind: 'dunning_notice',
    subjectKind: 'loan_dunning_notice',
    subjectId: row.id,
    countyCode: loan.county_code,
    bankId: loan.bank_id,
    template: loadTemplate(TEMPLATE),
    number: row.notice_no,
    fields: (stamp) => notice.dunningNoticeFields(factsOf(context, written, stamp)),
    facts: {
      文书: '逾期贷款催收通知书',
      编号: row.notice_no,
      催收银行: parties.bank_name,
      贷款品种: parties.product,
      借款人: maskName(parties.borrower),
      ...(parties.co_borrower && { 共同借款人: maskName(parties.co_borrower) }),
      应还金额: `${formatYuanGrouped(totalOf(row))} 元`,
      计算至: row.issued_on,
      还款期限: row.pay_by,
    },
  });
}

function factsOf(context: Context, written: Written, stamp: PaperStamp): notice.DunningNoticeFacts {
  const { loan, parameters, parties, row } = written;
  invariant(loan.contract_no && loan.disbursed_on, 'an overdue loan was signed and lent');
  return {
    ...stamp,
    noticeNo: row.notice_no,
    no: row.no,
    debtor: parties.heir ?? parties.borrower,
    borrower: parties.borrower,
    coBorrower: parties.co_borrower,
    product: parties.product,
    village: parties.village,
    contractNo: loan.contract_no,
    principal: loan.principal_fen,
    annualPercent: loan.annual_percent,
    disbursedOn: loan.disbursed_on,
    dueOn: row.due_on,
    daysPastDue: daysPastDue(row.due_on, row.issued_on),
    overdue: row.principal_fen,
    interest: row.interest_fen,
    penalty: row.penalty_fen,
    compound: row.compound_fen,
    statePaysBank: statePaysBank(parameters),
    compounds: parameters.loan.compoundInterest !== 'none',
    outstanding: loan.outstanding_fen,
    payBy: row.pay_by,
    bank: parties.bank_name,
    bankAddress: parties.bank_address ?? '',
    bankPhone: parties.bank_phone ?? '',
    officer: context.actor.personName,
  };
}
