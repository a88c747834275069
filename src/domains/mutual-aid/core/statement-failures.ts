import { conflict, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';

export const statementMissing = (): Failure =>
  missing({ code: 'mutual-aid.statement-not-found', detail: '没有找到这份月度公示表，或不在您的辖区内。' });

export const monthNotOver = (): Failure =>
  pointed(refused, '/month', 'mutual-aid.month-not-over', '这个月还没有结束，月末后才能编制公示表。');

export const monthMoved = (): Failure =>
  conflict({
    code: 'mutual-aid.month-moved',
    detail: '这个月还有等待确认的收支，或账目已有变动：请先确认，再重新编制公示表。',
  });

export const monthKnown = (): Failure =>
  pointed(conflict, '/month', 'mutual-aid.month-known', '这个月的公示表已编制或已确认，不能重复。');

export const notConfirmed = (): Failure =>
  conflict({ code: 'mutual-aid.statement-not-confirmed', detail: '公示表须经理事长确认后才能出具和张贴。' });

export const postingTooShort = (days: number): Failure =>
  pointed(
    refused,
    '/until_on',
    'mutual-aid.posting-too-short',
    `公示须在确认后张贴，自次日起满 ${days} 天才能取下。`,
  );

export const postingBroken = (): Failure =>
  pointed(refused, '/until_on', 'mutual-aid.posting-too-short', '公示的张贴日期或天数不符合章程规定。');

export const postingKnown = (): Failure =>
  pointed(conflict, '/place', 'mutual-aid.posting-known', '这份公示表当日在该处的张贴已登记。');
