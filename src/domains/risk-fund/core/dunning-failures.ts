import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { conflict, refused, type Failure } from '../../../kernel/failure.ts';

/** Measures that ask proof: which notices have no scan. */
export const dunningUnproven = (days: readonly PlainDate[], wanted: number): Failure =>
  refused({
    code: 'risk-fund.dunning-unproven',
    detail: `催收通知须附回执扫描件才能计入（须 ${wanted} 次）：${days.map(formatDateZh).join('、')}的催收没有凭证，请补传后再申报。`,
    facts: { unproven: days, wanted },
  });

export const dunnedOtherwise = (): Failure =>
  conflict({ code: 'risk-fund.dunning-changed', detail: '催收登记刚有变动，请刷新后再申报。' });
