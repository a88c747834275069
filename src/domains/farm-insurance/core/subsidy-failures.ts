import { conflict, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';

const code = (name: string): string => `farm-insurance.${name}`;

export const fundingMissing = (): Failure =>
  missing({ code: code('funding-not-found'), detail: '没有找到这笔保费补贴资金，或不在您的辖区内。' });

export const fundingDecided = (): Failure =>
  conflict({ code: code('funding-decided'), detail: '这笔资金已经确认或退回，不能重复处理。' });

export const serialKnown = (): Failure =>
  pointed(conflict, '/bank_serial', code('serial-known'), '这个银行流水号已登记，同一笔资金不能登记两次。');

export const claimMissing = (): Failure =>
  missing({ code: code('claim-not-found'), detail: '没有找到这份保费补贴申请，或不在您的辖区内。' });

export const policyNotClaimable = (index: number): Failure =>
  pointed(
    refused,
    `/policy_ids/${index}`,
    code('policy-not-claimable'),
    '只有本年度已生效、农户自缴保费已有凭证的保单才能申请保费补贴；请核对保单状态、年度和自缴保费凭证。',
  );

export const policyClaimed = (): Failure =>
  pointed(
    conflict,
    '/policy_ids',
    code('policy-claimed'),
    '其中有保单已经申请过保费补贴，同一保单不能重复申请。',
  );

export const policyTwice = (index: number): Failure =>
  pointed(refused, `/policy_ids/${index}`, code('policy-twice'), '同一份保单在申请中出现了两次。');

export const notFunded = (): Failure =>
  refused({
    code: code('not-funded'),
    detail: '有一级财政的保费补贴资金不足，不能审批；各级资金只支付本级应担部分，请先落实资金。',
  });

export const noInsurerAccount = (): Failure =>
  refused({ code: code('no-account'), detail: '承保机构没有登记收款账户，不能拨付；请先补登账户。' });

export const nothingCorrected = (): Failure =>
  conflict({ code: code('nothing-corrected'), detail: '没有已更正、待重拨的退回款项。' });
