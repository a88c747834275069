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

export const letterMissing = (): Failure =>
  missing({ code: 'notice.letter-not-found', detail: '没有找到这封公示来信，或不在您的辖区内。' });

export const letterAnswered = (): Failure =>
  conflict({ code: 'notice.letter-answered', detail: '这封公示来信已有处理结果，不能重复处理。' });

export const letterOfOtherList = (): Failure =>
  refused({
    code: 'notice.letter-of-other-list',
    detail: '这封公示来信反映的是另一份名单，不能据以对本名单登记异议。',
    errors: [
      { pointer: '/letter_id', code: 'notice.letter-of-other-list', detail: '来信反映的是另一份名单' },
    ],
  });

export const letterLineUnknown = (): Failure =>
  refused({
    code: 'notice.letter-line-unknown',
    detail: '公示名单中没有您所填的这一户，请核对序号。',
    errors: [{ pointer: '/line', code: 'notice.letter-line-unknown', detail: '名单中没有这一户' }],
  });

export const lettersMany = (): Failure =>
  refused({
    code: 'notice.letters-many',
    detail: '关于这份公示的来信较多，正在处理。请到公示单位窗口当面反映，或拨打监督电话。',
  });

export const lettersOpen = (count: number): Failure =>
  refused({
    code: 'notice.letters-open',
    detail:
      count > 0
        ? `还有 ${count} 封公示来信未处理，处理完毕后方可审批。`
        : '还有公示来信未处理，处理完毕后方可审批。',
    facts: { open: count },
  });
