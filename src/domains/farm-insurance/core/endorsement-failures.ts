import { conflict, invalid, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';

const code = (name: string): string => `farm-insurance.${name}`;

export const endorsementMissing = (): Failure =>
  missing({ code: code('endorsement-not-found'), detail: '没有找到这份批单，或不在您的辖区内。' });

export const endorsementDecided = (): Failure =>
  conflict({ code: code('endorsement-decided'), detail: '这份批单已经确认或退回，不能重复处理。' });

export const endorsementKnown = (): Failure =>
  pointed(conflict, '/endorsement_no', code('endorsement-known'), '这个批单号已登记，不能重复登记。');

export const endorsementOpen = (): Failure =>
  conflict({
    code: code('endorsement-open'),
    detail: '这份保单还有一份批单待确认；请先确认或退回，再登记下一份。',
  });

export const policyNotEndorsable = (): Failure =>
  pointed(
    refused,
    '/policy_id',
    code('policy-not-endorsable'),
    '只有本机构已生效的保单才能批改；未生效的保单请撤回后重新登记。',
  );

export const endorsementDays = (): Failure =>
  pointed(
    refused,
    '/from_on',
    code('endorsement-days'),
    '批改起期应在保险期间内，不早于批改日期和上一份批单的起期；批改日期不能晚于登记日期。',
  );

export const nothingChanged = (index: number): Failure =>
  pointed(
    invalid,
    `/lines/${index}`,
    code('nothing-changed'),
    '请至少写明该户增加或减少的一块地或一头牲畜。',
  );

export const objectNotInsured = (index: number, at: number): Failure =>
  pointed(
    refused,
    `/lines/${index}/ended/${at}`,
    code('object-not-insured'),
    '该户在这份保单中没有这个地块号或耳标号，或它的保险责任已经终止。',
  );

export const changedAfterLoss = (index?: number): Failure =>
  pointed(
    refused,
    index === undefined ? '/from_on' : `/lines/${index}/household_no`,
    code('changed-after-loss'),
    '批改起期当日或以后该户已有报案，赔款以出险当日的承保数量为准；请把起期改到出险日之后，或先处理报案。',
  );

export const endorsementStale = (): Failure =>
  conflict({
    code: code('endorsement-stale'),
    detail: '保单、农户身份或标的在登记批单后有变化，这份批单不再成立；请退回后重新登记。',
  });

export const endorsementsLeft = (): Failure =>
  conflict({
    code: code('endorsements-left'),
    detail: '申请期间有批单刚刚确认，须一并计入；请重新提交申请。',
  });

export const endorsementsAboveClaim = (): Failure =>
  refused({
    code: code('endorsements-above-claim'),
    detail: '已拨付保单的减保批改应冲减本次申请，冲减后有一级财政的金额不足；请与更多保单一并申请。',
  });
