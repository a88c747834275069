import { conflict, invalid, missing, refused, type Failure } from '../../../kernel/failure.ts';

const no = (code: string, detail: string): Failure => refused({ code: `agreement.${code}`, detail });

export const terminationMissing = (): Failure =>
  missing({
    code: 'agreement.termination-not-found',
    detail: '没有找到这份终止申请，或不在您的管辖范围内。',
  });

export const terminationOpen = (): Failure =>
  conflict({ code: 'agreement.termination-open', detail: '这份协议的终止已经提出或已经确认。' });

export const terminationDecided = (): Failure =>
  conflict({ code: 'agreement.termination-decided', detail: '这份终止申请已有结论，请刷新。' });

export const ownTermination = (): Failure => no('termination-own', '终止须由提出人以外的另一人确认。');

export const terminationParty = (): Failure =>
  no(
    'termination-party',
    '该终止事由不能由这一方提出：农户退出由农户提出，经营主体不能以自己停产或违约为由提出终止；三方协议没有银行一方。',
  );

export const notTerminable = (): Failure =>
  no('termination-in-force', '只有已经生效、尚未终止的协议才能终止，终止日不能早于生效日。');

export const terminationWithin = (): Failure =>
  no('termination-within', '提前终止日须在到账日之后、合作期限届满之前；期满的协议不需终止，结清后归档。');

export const terminationAmended = (): Failure =>
  no('termination-amended', '有补充协议正在办理，或在终止日之后才生效；请先签完或作废。');

export const terminationSettle = (): Failure =>
  no('termination-settle', '结清日不能早于终止日，也不能晚于协议约定的结清天数。');

export const terminationNotice = (): Failure =>
  no('termination-notice', '终止日早于协议约定的期限：农户退出须满提前通知天数，经营主体违约须满整改天数。');

export const terminationPast = (): Failure =>
  no('termination-past', '终止日不能早于提出之日：已经过去的日子，农户的收益不再改动。');

export const requestAhead = (): Failure => no('termination-request', '书面通知日不能晚于今天。');

export const terminationYearSettled = (): Failure =>
  no('termination-year-settled', '终止日所在年度的分红已经填报、到账或到期；终止日请不早于该年度应付日。');

export const paperClosed = (): Failure => no('paper-closed', '协议已归档或已作废，卷宗不再增加材料。');

export const paperUnnamed = (): Failure =>
  no('paper-unnamed', '协议没有这一号附件，或还没有这一版文本；请核对编号。');

export const paperTwice = (): Failure =>
  conflict({ code: 'agreement.paper-twice', detail: '这份扫描件已经存过。' });

export const paperMissing = (): Failure =>
  missing({ code: 'agreement.paper-not-found', detail: '没有找到这份材料，或不在您的管辖范围内。' });

export const notAScan = (): Failure => {
  const code = 'agreement.paper-type';
  const detail = '材料应为 PDF、JPEG 或 PNG 扫描件。';
  return invalid({ code, detail, errors: [{ code, pointer: '/file', detail }] });
};

/** `wants`: what is missing, in words. */
export const archiveIncomplete = (wants: readonly string[]): Failure =>
  refused({
    code: 'agreement.archive-incomplete',
    detail: `还不能归档，尚缺：${wants.join('、')}。`,
    facts: { missing: wants },
  });

export const archiveWanting = (): Failure =>
  no('archive-incomplete', '卷宗不全或尚有未结清的款项，不能归档；请查看归档清单。');
