import { conflict, invalid, missing, refused, type Failure } from '../../../kernel/failure.ts';
import type { TemplateRef } from './template.ts';

function nameOf(ref: TemplateRef): string {
  return `${ref.slice}/${ref.name}/${ref.version}`;
}

export function templateMissing(ref: TemplateRef): Failure {
  const detail = `没有找到文书模板 ${nameOf(ref)}，请检查模板名称和版本。`;
  return missing({ code: 'document.template-missing', detail, facts: { template: nameOf(ref) } });
}

export function templateInvalid(ref: TemplateRef, faults: readonly string[]): Failure {
  const detail = `文书模板 ${nameOf(ref)} 有错误，请修改后再用：${faults.join('；')}。`;
  return invalid({ code: 'document.template-invalid', detail, facts: { template: nameOf(ref), faults } });
}

export function fieldsMissing(ref: TemplateRef, fields: readonly string[]): Failure {
  const detail = `文书缺少要素：${fields.join('、')}，请补齐后再出具。`;
  return refused({ code: 'document.fields-missing', detail, facts: { template: nameOf(ref), fields } });
}

export function fieldValueRefused(ref: TemplateRef, field: string, allowed: readonly string[]): Failure {
  const detail = `文书要素 ${field} 只能是：${allowed.join('、')}。`;
  return refused({
    code: 'document.field-value-refused',
    detail,
    facts: { template: nameOf(ref), field, allowed },
  });
}

/** `characters` as `㐂（U+3402）`: each named, so that the office can correct the name or add a font. */
export function charactersUnprintable(characters: readonly string[]): Failure {
  const detail = `字库中没有下列字，不能出具文书：${characters.join('、')}。请核对用字，或由管理员补充字体文件。`;
  return refused({ code: 'document.characters-unprintable', detail, facts: { characters } });
}

export const documentMissing = (): Failure =>
  missing({ code: 'document.not-found', detail: '没有找到这份文书，或不在您的管辖范围内。' });

export const notRendered = (state: 'issued' | 'failed'): Failure =>
  conflict({
    code: 'document.not-rendered',
    detail:
      state === 'failed'
        ? '文书印制失败，系统将自动重试；仍不成功的请联系管理员。'
        : '文书正在印制，请稍候再下载。',
    facts: { state },
  });

/** Two people issued the same paper at once; the later one looks again. */
export const issuedMeanwhile = (): Failure =>
  conflict({
    code: 'document.issued-meanwhile',
    detail: '同一份文书刚由另一位同事出具，请刷新后核对。',
  });

export const printJobMissing = (): Failure =>
  missing({ code: 'document.print-job-not-found', detail: '没有找到这个打印任务，或不在您的管辖范围内。' });

export const printJobNotReady = (state: 'waiting' | 'failed'): Failure =>
  conflict({
    code: 'document.print-job-not-ready',
    detail:
      state === 'failed'
        ? '打印任务失败，系统将自动重试；仍不成功的请联系管理员。'
        : '正在排版打印，请稍候再下载。',
    facts: { state },
  });

/** Ids are named so that the list can be put right; absent and out of scope are told alike. */
export const documentsMissing = (ids: readonly bigint[]): Failure =>
  refused({
    code: 'document.some-not-found',
    detail: `有 ${ids.length} 份文书没有找到，或不在您的管辖范围内，请核对后重新提交。`,
    facts: { document_ids: ids.slice(0, 50).map(String) },
  });

export const documentsOfSeveralCounties = (): Failure =>
  refused({
    code: 'document.several-counties',
    detail: '一个打印任务只能包含同一个县区的文书，请分县提交。',
  });

export const documentsNotValid = (ids: readonly bigint[]): Failure =>
  refused({
    code: 'document.some-not-valid',
    detail: `有 ${ids.length} 份文书已被新版本替换或已作废，不能再打印；请改用有效的版本。`,
    facts: { document_ids: ids.slice(0, 50).map(String) },
  });
