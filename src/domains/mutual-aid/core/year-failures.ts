import { conflict, invalid, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';
import { formatYuan, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';

const absent = (code: string, what: string): Failure =>
  missing({ code: `mutual-aid.${code}-not-found`, detail: `没有找到${what}，或不在您的辖区内。` });

export const extensionMissing = (): Failure => absent('extension', '这份展期决议');
export const distributionMissing = (): Failure => absent('distribution', '这份年度分配方案');
export const creditMissing = (): Failure => absent('credit', '这笔担保贷款');

export const notVoted = (matter: string): Failure =>
  pointed(
    refused,
    '/yes',
    'mutual-aid.not-voted',
    `${matter}须经会员民主表决：到会人数和赞成票数未达到章程规定，不能${matter}。`,
  );

export const extensionLimit = (): Failure =>
  pointed(
    refused,
    '/months',
    'mutual-aid.extension-limit',
    '这笔借款的展期次数或月数超过章程规定，或借款不在用款中。',
  );

export const extensionLate = (): Failure =>
  pointed(
    refused,
    '/voted_on',
    'mutual-aid.extension-late',
    '展期须在到期日以前（含当日）表决，逾期后不能展期。',
  );

export const extensionWaits = (): Failure =>
  conflict({ code: 'mutual-aid.extension-waits', detail: '这笔借款已有一份展期决议等待确认。' });

export const voteOdd = (): Failure =>
  pointed(
    invalid,
    '/present',
    'mutual-aid.vote-odd',
    '到会人数不能超过会员总数，赞成和反对合计不能超过到会人数。',
  );

export const yearNotOver = (): Failure =>
  pointed(refused, '/year', 'mutual-aid.year-not-over', '这一年还没有结束，年终后才能分配。');

export const yearMoved = (): Failure =>
  conflict({
    code: 'mutual-aid.year-moved',
    detail: '这一年还有等待确认的收支，或占用费已有变动：请先确认，再重新编制分配方案。',
  });

export const yearDistributed = (): Failure =>
  pointed(conflict, '/year', 'mutual-aid.year-distributed', '这一年的分配方案已编制或已确认，不能重复。');

export const yearNotClosed = (): Failure =>
  conflict({
    code: 'mutual-aid.year-not-closed',
    detail: '这一年的分配方案须经理事长确认、年度结账后，才能下载年度收支表。',
  });

export const splitBroken = (): Failure =>
  refused({ code: 'mutual-aid.split-broken', detail: '分配金额与章程规定的比例不一致。' });

export const staffCap = (): Failure =>
  pointed(refused, '/staff_amount', 'mutual-aid.staff-cap', '人员补贴累计超过运行费的规定比例，不能支付。');

export const dividendBroken = (): Failure =>
  pointed(refused, '/amount', 'mutual-aid.dividend-above', '支付的分红超过该会员应得而未领的分红。');

export const noLeverage = (): Failure =>
  refused({ code: 'mutual-aid.no-leverage', detail: '章程没有规定担保倍数，不能为会员的银行贷款担保。' });

export const aboveLeverage = (room: Fen): Failure => {
  const detail = `担保金按规定倍数还可担保 ${formatYuanGrouped(room)} 元，这笔贷款超过此数。`;
  const code = 'mutual-aid.above-leverage';
  return refused({
    ...{ code, detail, facts: { room: formatYuan(room) } },
    errors: [{ pointer: '/amount', code, detail }],
  });
};

export const leverageBroken = (): Failure =>
  refused({ code: 'mutual-aid.above-leverage', detail: '存出的担保金按规定倍数不够担保现有的银行贷款。' });

export const creditKnown = (): Failure =>
  pointed(conflict, '/contract_no', 'mutual-aid.credit-known', '这个合同编号的担保贷款已登记。');

export const creditOpen = (): Failure =>
  pointed(conflict, '/member_id', 'mutual-aid.credit-open', '这个会员还有一笔担保贷款未了结。');

export const creditState = (): Failure =>
  conflict({ code: 'mutual-aid.credit-state', detail: '这笔担保贷款现在不能办理此事，请刷新后再看。' });

export const guaranteeBroken = (): Failure =>
  refused({
    code: 'mutual-aid.guarantee-broken',
    detail: '代偿须在贷款逾期后、不超过贷款金额；追回不能超过代偿而未追回的金额。',
  });

export const datesOdd = (): Failure =>
  pointed(invalid, '/due_on', 'mutual-aid.dates-odd', '到期日须晚于放款日，放款日不能晚于今天。');
