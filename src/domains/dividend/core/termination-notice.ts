import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { sumInWords } from '../../../kernel/money-words.ts';
import { formatYuanGrouped } from '../../../kernel/money.ts';
import { openInAll, type AccountDue, type AgreementAccount } from './agreement-account.ts';
import { nameOfDue } from './due-row.ts';
import { stampFields, type Stamp, type StatementFields } from './statement-sheet.ts';

export interface TerminationNoticeFacts {
  readonly stamp: Stamp;
  readonly noticeNo: string;
  readonly account: AgreementAccount;
  /** Why and at whose request, in words. */
  readonly ground: string;
  readonly requestedBy: string;
  readonly requestedOn: PlainDate;
  readonly reason: string;
  readonly endsOn: PlainDate;
  readonly settleBy: PlainDate;
}

const periodName = ({ frequency, year_no: year, part_no: part }: AccountDue): string =>
  frequency === 'yearly' ? `第${String(year)}年` : `第${String(year)}年第${String(part)}期`;

const dueRow = (due: AccountDue): string[] => [
  `${periodName(due)}${due.kind === 'late_fee' ? '滞纳金' : '分红'}`,
  formatDateZh(due.due_on),
  formatYuanGrouped(due.cash_fen),
  formatYuanGrouped(due.paid_fen),
  formatYuanGrouped(due.open_fen),
  nameOfDue(due.state),
];

/** Principal as the first line of what is owed. */
function principalRow(account: AgreementAccount, settleBy: PlainDate): string[] {
  const { placed_fen: placed, returned_fen: returned, open_principal_fen: open } = account;
  const due = open + returned === placed ? placed : open;
  const state = open === 0n ? '已交还' : '待交还';
  const sums = [due, returned, open].map((amount) => formatYuanGrouped(amount));
  return ['协议资金本金', formatDateZh(settleBy), ...sums, state];
}

/** Final strings of the notice (终止通知书), by the names of `templates/agreement/termination-notice`. */
export function terminationNoticeFields(facts: TerminationNoticeFacts): StatementFields {
  const { account } = facts;
  const total = openInAll(account);
  return {
    ...stampFields(facts.stamp),
    notice_no: facts.noticeNo,
    agreement_no: account.agreement_no,
    government: account.government_name,
    ...(account.bank_name === null ? {} : { bank: account.bank_name }),
    enterprise: account.enterprise_name,
    household: account.head_name,
    household_no: account.household_no,
    village: account.village,
    ground: facts.ground,
    requested_by: facts.requestedBy,
    requested_on: formatDateZh(facts.requestedOn),
    reason: facts.reason,
    ends_on: formatDateZh(facts.endsOn),
    settle_by: formatDateZh(facts.settleBy),
    owed: [principalRow(account, facts.settleBy), ...account.dues.map(dueRow)],
    total_digits: `¥${formatYuanGrouped(total)}`,
    total_words: sumInWords(total),
    as_of: formatDateZh(facts.stamp.issuedOn),
  };
}
