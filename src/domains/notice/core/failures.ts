import { conflict, missing, refused, type Failure } from '../../../kernel/failure.ts';

export const noticeMissing = (): Failure =>
  missing({ code: 'notice.not-found', detail: '没有找到这份公示，或不在您的辖区内。' });

export const noticeNotPosted = (): Failure =>
  conflict({ code: 'notice.not-posted', detail: '这份公示不在公示期内，不能再提异议。' });

export const noticeNotBegun = (startsOn: string): Failure =>
  refused({ code: 'notice.not-begun', detail: '这一级公示尚未开始。', facts: { starts_on: startsOn } });

export const objectionMissing = (): Failure =>
  missing({ code: 'notice.objection-not-found', detail: '没有找到这条异议，或不在您的辖区内。' });

export const objectionDecided = (): Failure =>
  conflict({ code: 'notice.objection-decided', detail: '这条异议已有处理结论，不能重复处理。' });

export const objectionOpenAlready = (): Failure =>
  conflict({ code: 'notice.objection-open', detail: '该笔已有一条尚未处理的异议。' });

export const objectionSamePerson = (): Failure =>
  refused({ code: 'notice.same-person', detail: '登记异议的人不能处理同一条异议，请由另一位工作人员处理。' });

export const noticeRunning = (freeOn: string): Failure =>
  refused({
    code: 'notice.running',
    detail: `公示期尚未届满，${freeOn} 起方可审批。`,
    facts: { free_on: freeOn },
  });

export const objectionsOpen = (count: number): Failure =>
  refused({
    code: 'notice.objections-open',
    detail: `还有 ${count} 条异议未处理，处理完毕并重新公示期满后方可审批。`,
    facts: { open: count },
  });
