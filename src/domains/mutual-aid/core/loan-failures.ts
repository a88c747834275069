import { conflict, invalid, pointed, refused, type Failure } from '../../../kernel/failure.ts';
import { formatYuan, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';

export const notInGroup = (): Failure =>
  refused({
    code: 'mutual-aid.not-in-group',
    detail: '借款人须先参加联保小组，由组员签字联保后才能申请借款。',
  });

export const groupOwes = (): Failure =>
  refused({
    code: 'mutual-aid.group-owes',
    detail: '联保小组有逾期未还的借款，还清以前组员不能借新款。',
  });

export const lendingStopped = (): Failure =>
  refused({
    code: 'mutual-aid.lending-stopped',
    detail: '逾期借款占借款余额的比例超过章程规定的停放线，先清收再发放新借款。',
  });

export const notStarted = (needed: Fen): Failure =>
  refused({
    code: 'mutual-aid.not-started',
    detail: `会员互助金合计还不到 ${formatYuanGrouped(needed)} 元，不能开始借款。`,
    facts: { needed: formatYuan(needed) },
  });

export const noContribution = (): Failure =>
  refused({ code: 'mutual-aid.no-contribution', detail: '会员还没有交纳互助金（或财政配股），不能借款。' });

export const aboveLimit = (limit: Fen, cycle: number): Failure => {
  const detail = `第 ${cycle} 次借款最多 ${formatYuanGrouped(limit)} 元，请减少金额。`;
  const code = 'mutual-aid.above-limit';
  return refused({
    ...{ code, detail, facts: { limit: formatYuan(limit), cycle } },
    errors: [{ pointer: '/amount', code, detail }],
  });
};

export const termOutside = (min: number, max: number): Failure =>
  pointed(refused, '/months', 'mutual-aid.term-outside', `借款期限应在 ${min} 至 ${max} 个月之间。`);

export const loanOpen = (): Failure =>
  conflict({ code: 'mutual-aid.loan-open', detail: '这一户还有一笔未结清的互助借款，还清后才能再借。' });

export const loanTermsBroken = (): Failure =>
  refused({ code: 'mutual-aid.loan-terms', detail: '借款的期限、限额或费率与章程规定不符。' });

export const wrongState = (act: string): Failure =>
  conflict({ code: 'mutual-aid.wrong-state', detail: `这笔借款现在不能${act}，请刷新后再看。` });

export const samePerson = (): Failure =>
  refused({
    code: 'mutual-aid.same-person',
    detail: '同一人不能办理两个环节（换账号也不行），请由另一位工作人员办理。',
  });

export const decidedAlready = (): Failure =>
  conflict({ code: 'mutual-aid.already-decided', detail: '这个环节已经办理，不能再次办理。' });

export const wrongSeal = (): Failure =>
  refused({
    code: 'mutual-aid.wrong-seal',
    detail: '印鉴不符：收款由会计确认，付款由理事长确认，借款由两人审批。',
  });

export const serialKnown = (): Failure =>
  pointed(conflict, '/bank_serial', 'mutual-aid.serial-known', '这个银行流水号已登记，不能重复登记。');

export const serialNeeded = (): Failure =>
  pointed(
    invalid,
    '/bank_serial',
    'mutual-aid.serial-needed',
    '经过银行账户的收支须写明银行流水号，账内划转不写。',
  );

export const documentNeeded = (): Failure =>
  pointed(invalid, '/document_no', 'mutual-aid.document-needed', '财政资金、捐赠和支出须写明凭证或文件号。');

export const memberNeeded = (): Failure =>
  pointed(
    invalid,
    '/member_id',
    'mutual-aid.member-needed',
    '会员互助金和财政配股须写明会员，其他收支不写。',
  );

export const staffOutside = (): Failure =>
  pointed(
    invalid,
    '/staff_amount',
    'mutual-aid.staff-outside',
    '人员补贴只在运行费支出中写，且不能超过支出金额。',
  );

export const unitsBroken = (): Failure =>
  pointed(
    refused,
    '/amount',
    'mutual-aid.contribution-units',
    '互助金须为章程规定的整份，且每个会员的合计在规定的份数以内。',
  );

export const baseShareBroken = (): Failure =>
  pointed(
    refused,
    '/amount',
    'mutual-aid.base-share',
    '财政配股只给入会时的贫困户，每户一次，金额须与章程规定一致。',
  );

export const baseShareOnce = (): Failure =>
  pointed(conflict, '/member_id', 'mutual-aid.base-share-once', '这个会员已有财政配股，不能重复配股。');

export const membershipBroken = (): Failure =>
  pointed(refused, '/on_date', 'mutual-aid.not-a-member', '这一天此人不是会员，请核对日期。');

export const monthClosed = (): Failure =>
  pointed(refused, '/on_date', 'mutual-aid.month-closed', '这个月（年）的账已结，不能再登记以前的收支。');

export const overdrawn = (): Failure =>
  refused({ code: 'mutual-aid.overdrawn', detail: '互助资金余额不足（存款或该项资金不够），不能办理。' });

export const cashOfTheDay = (): Failure =>
  pointed(
    refused,
    '/on_date',
    'mutual-aid.cash-was-too-small',
    '那一天的存款不够付这笔款，请核对日期或先登记收款。',
  );

export const paymentWaits = (): Failure =>
  conflict({
    code: 'mutual-aid.payment-waits',
    detail: '这笔借款有一笔收支还等着确认，确认后再登记下一笔。',
  });

export const disbursementBroken = (): Failure =>
  refused({ code: 'mutual-aid.not-approved', detail: '借款须经两人审批、乡镇会签后一次全额发放。' });

export const paidBeforeApproval = (): Failure =>
  pointed(refused, '/on_date', 'mutual-aid.paid-before-approval', '放款日期不能早于乡镇会签的日期，请核对。');

export const repaymentBroken = (): Failure =>
  conflict({
    code: 'mutual-aid.repayment-stale',
    detail: '还款与借款余额或应收占用费不一致，请否决后按最新情况重新登记。',
  });

export const belowFee = (fee: Fen): Failure =>
  pointed(
    refused,
    '/amount',
    'mutual-aid.below-fee',
    `还款先收占用费：当日应收 ${formatYuanGrouped(fee)} 元，还款不能少于此数。`,
  );

export const aboveOwed = (owed: Fen): Failure =>
  pointed(
    refused,
    '/amount',
    'mutual-aid.above-owed',
    `还款超过当日应还本金和占用费合计 ${formatYuanGrouped(owed)} 元，请核对。`,
  );

export const notAPayer = (): Failure =>
  pointed(refused, '/payer_member_id', 'mutual-aid.not-a-payer', '还款人须为借款人本人或联保小组成员。');

export const beforeLastPayment = (): Failure =>
  pointed(
    refused,
    '/on_date',
    'mutual-aid.before-last-payment',
    '还款日期不能早于放款日或上一笔还款，请核对。',
  );

export const exitTooEarly = (): Failure =>
  refused({
    code: 'mutual-aid.exit-too-early',
    detail: '入会满章程规定的时间以后才能退会，退还本人交纳的全部互助金。',
  });

export const exitBound = (): Failure =>
  refused({
    code: 'mutual-aid.exit-bound',
    detail: '有未结清的借款或仍在联保小组的会员不能退会，请先还清、解散小组。',
  });
