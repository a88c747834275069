import { maskName } from '../../../kernel/identifiers.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { formatYuanGrouped } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { issueWhenChanged, loadTemplate, type DocumentRow, type PaperStamp } from '../../document/index.ts';
import { termsById } from '../../programme/index.ts';
import * as no from '../core/clawback-failures.ts';
import type { ClawbackId, ClawbackRow } from '../core/clawback.ts';
import { accountMissing, clawbackNoticeFields, type ClawbackNoticeFacts } from '../core/clawback-notice.ts';
import { lockClawback } from '../subsidy-clawback.store.ts';
import { clawbackPaper, clawbackPaperLines } from '../subsidy-clawback-paper.views.ts';

const KIND = 'clawback_notice';
const TEMPLATE = { slice: 'subsidy', name: 'clawback-notice', version: 'v2' };
const UNKNOWN = '未登记';

/**
 * The paper of an order to pay subsidy back (财政贴息资金追缴通知书), once it is confirmed; nothing new, no new paper.
 * Throws `clawback.wrong-state`, `clawback.account-missing`.
 */
export async function issueClawbackNotice(tx: Tx, context: Context, id: ClawbackId): Promise<DocumentRow> {
  const clawback = await lockClawback(tx, id);
  if (!clawback) throw no.clawbackMissing();
  if (clawback.state === 'proposed' || clawback.state === 'refused') throw no.clawbackDecided(clawback.state);
  const { paper, facts } = await factsOf(tx, clawback);
  return issueWhenChanged(tx, context, {
    kind: KIND,
    subjectKind: 'subsidy_clawback',
    subjectId: clawback.id,
    countyCode: clawback.county_code,
    bankId: clawback.bank_id,
    template: loadTemplate(TEMPLATE),
    number: clawback.clawback_no,
    fields: (stamp) => clawbackNoticeFields({ ...facts, ...stamp }),
    facts: {
      文书: '财政贴息资金追缴通知书',
      编号: clawback.clawback_no,
      借款人: maskName(paper.borrower_name),
      ...(paper.co_borrower === null ? {} : { 共同借款人: maskName(paper.co_borrower) }),
      贷款品种: paper.product,
      承贷银行: paper.bank_name,
      追缴金额: `${formatYuanGrouped(clawback.amount_fen)} 元`,
      缴款期限: clawback.due_on,
    },
  });
}

async function factsOf(tx: Tx, clawback: ClawbackRow) {
  const paper = await clawbackPaper(tx, clawback.id);
  if (!paper?.account_no || !paper.account_bank) throw accountMissing();
  invariant(paper.contract_no && paper.disbursed_on, 'a loan with paid lines was signed and lent');
  const terms = await termsById(tx, paper.terms_id);
  const facts: Omit<ClawbackNoticeFacts, keyof PaperStamp> = {
    clawbackNo: clawback.clawback_no,
    debtor: paper.heir_name ?? paper.borrower_name,
    borrower: paper.borrower_name,
    coBorrower: paper.co_borrower,
    product: paper.product,
    village: paper.village,
    householdNo: paper.household_no,
    bank: paper.bank_name,
    contractNo: paper.contract_no,
    principal: paper.principal_fen,
    disbursedOn: paper.disbursed_on,
    payee: terms.parameters.subsidy.payee,
    reason: clawback.reason,
    documentNo: clawback.document_no,
    programme: terms.title,
    programmeDocument: terms.documentNo,
    lines: (await clawbackPaperLines(tx, clawback.id)).map((line) => ({
      ...{ from: line.period_from, to: line.period_to, paid: line.settled_fen, due: line.due_fen },
    })),
    payBy: clawback.due_on,
    finance: paper.finance_name,
    financeContact: contactOf(paper.finance_address, paper.finance_phone),
    accountName: paper.account_name ?? paper.finance_name,
    accountNo: paper.account_no,
    accountBank: paper.account_bank,
    office: paper.office_name ?? UNKNOWN,
    officeContact: contactOf(paper.office_address, paper.office_phone),
  };
  return { paper, facts };
}

const contactOf = (address: string | null, phone: string | null): string =>
  [address, phone].filter((part) => part !== null).join('，') || UNKNOWN;
