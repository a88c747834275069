import { conflict, invalid, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';

const code = (name: string): string => `farm-insurance.${name}`;

export const lossMissing = (): Failure =>
  missing({ code: code('loss-not-found'), detail: '没有找到这次报案，或不在您的辖区内。' });

export const lineMissing = (): Failure =>
  pointed(missing, '/household_no', code('not-insured'), '该户不在这份保单的分户清单中，不能报案。');

export const lossUncovered = (): Failure =>
  pointed(refused, '/happened_on', code('not-covered'), '出险日期不在已生效保单的保险期间内，不能报案。');

export const lossUnits = (): Failure =>
  pointed(refused, '/units', code('above-insured'), '受损数量不能超过该户投保数量。');

export const lossKnown = (): Failure =>
  pointed(conflict, '/happened_on', code('loss-known'), '该户这一天同一原因的报案已登记，不能重复报案。');

export const unitsWanted = (places: number): Failure =>
  pointed(
    invalid,
    '/units',
    code('units-unreadable'),
    places === 0 ? '数量应为大于零的整数。' : `数量应大于零，最多 ${places} 位小数。`,
  );

export const surveyDays = (): Failure =>
  pointed(invalid, '/surveyed_on', code('survey-days'), '查勘日期不能早于出险日期，也不能晚于今天。');

export const belowLeast = (): Failure =>
  pointed(
    refused,
    '/loss_percent',
    code('below-least'),
    '损失程度未达到起赔点，不予赔付；请按不予赔付办理并写明理由。',
  );

export const sumUsedUp = (): Failure =>
  refused({ code: code('sum-used-up'), detail: '该户这份保单的赔款已达到保险金额，不能再赔。' });

export const nothingAssessed = (): Failure =>
  conflict({ code: code('nothing-assessed'), detail: '这份保单没有已定损、待列入清单的赔案。' });

export const nobodyPayable = (): Failure =>
  refused({
    code: code('nobody-payable'),
    detail: '已定损的农户都没有可用的本户一卡通账号，不能列清单；请先登记或更正账号。',
  });

export const payoutMissing = (): Failure =>
  missing({ code: code('payout-not-found'), detail: '没有找到这份赔款清单，或不在您的辖区内。' });

export const stageWanted = (names: readonly string[]): Failure =>
  pointed(
    invalid,
    '/stage',
    code('stage-wanted'),
    names.length === 0
      ? '这个方案没有按生长期规定赔偿标准，不填生长期。'
      : `这个方案按生长期规定最高赔偿标准，请填写其中之一：${names.join('、')}。`,
  );

export const payoutLineMissing = (index: number): Failure =>
  pointed(
    refused,
    `/lines/${index}/line_no`,
    code('line-not-pending'),
    '清单中没有这一行，或这一行已有结果，不能重复登记。',
  );

export const payoutLineTwice = (index: number): Failure =>
  pointed(invalid, `/lines/${index}/line_no`, code('line-twice'), '同一行在登记中出现了两次。');

export const notOwnCard = (index?: number): Failure =>
  pointed(
    refused,
    index === undefined ? '/lines' : `/lines/${index}/account_no`,
    code('not-own-card'),
    '收款账号不是该户清单所列的本户一卡通账号，不能登记为已收到赔款。',
  );

export const receiptDays = (index: number): Failure =>
  pointed(
    invalid,
    `/lines/${index}/received_on`,
    code('receipt-days'),
    '到账日期不能早于清单确认日，也不能晚于今天。',
  );

export const paidSerialKnown = (): Failure =>
  pointed(conflict, '/lines', code('serial-known'), '有银行流水号已登记过，同一笔赔款不能登记两次。');
