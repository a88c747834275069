import { invalid, missing, refused, type Failure } from '../../../kernel/failure.ts';
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
