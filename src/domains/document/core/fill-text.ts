import type { Span } from '../../../kernel/sheet.ts';
import { templateInvalid } from './failures.ts';
import type { Condition, Conditional, SheetFields, TemplateRef } from './template.ts';

const PLACEHOLDER = /\{\{((?:clause:)?[a-z][a-z0-9_-]*)\}\}/g;

/** What composing knows: the fields, and the printed number of every clause. */
export interface Filling {
  readonly ref: TemplateRef;
  readonly fields: SheetFields;
  readonly clauses: ReadonlyMap<string, string>;
}

/** Names between `{{` and `}}`, in order; `clause:id` for references. */
export function placeholdersOf(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
}

/** True when braces are left over or `**` does not close: a slip in the template. */
export function hasBrokenMarks(text: string): boolean {
  return /\{\{|\}\}/.test(text.replace(PLACEHOLDER, '')) || text.split('**').length % 2 === 0;
}

function valueOf(name: string, filling: Filling): string {
  if (name.startsWith('clause:')) {
    const number = filling.clauses.get(name.slice('clause:'.length));
    // A printed text must not send the reader to a clause that is not printed.
    if (number === undefined) throw templateInvalid(filling.ref, [`引用的条款 ${name} 没有印出`]);
    return number;
  }
  const value = filling.fields[name];
  return typeof value === 'string' ? value : '';
}

/** Fills in a text that knows no bold (labels, captions). */
export function fillPlain(text: string, filling: Filling): string {
  return text.replace(PLACEHOLDER, (_whole, name: string) => valueOf(name, filling));
}

/** Fills in a text; `**` is read before values come in, so a value can never switch the weight. */
export function fillSpans(text: string, filling: Filling): Span[] {
  return text
    .split('**')
    .map((part, index) => ({ text: fillPlain(part, filling), bold: index % 2 === 1 }))
    .filter((span) => span.text !== '')
    .map((span): Span => (span.bold ? { text: span.text, bold: true } : { text: span.text }));
}

function conditionHolds(condition: Condition, fields: SheetFields): boolean {
  const value = fields[condition.field];
  const filled = typeof value === 'string' ? value !== '' : Array.isArray(value) && value.length > 0;
  if (condition.filled !== undefined && filled !== condition.filled) return false;
  if (condition.equals === undefined) return true;
  const allowed: readonly unknown[] = Array.isArray(condition.equals) ? condition.equals : [condition.equals];
  return allowed.includes(value);
}

/** Whether a part is printed: all of its conditions hold. */
export function isPrinted(part: Conditional, fields: SheetFields): boolean {
  return conditionsOf(part).every((condition) => conditionHolds(condition, fields));
}

export function conditionsOf(part: Conditional): readonly Condition[] {
  if (part.when === undefined) return [];
  return isList(part.when) ? part.when : [part.when];
}

function isList(when: Condition | readonly Condition[]): when is readonly Condition[] {
  return Array.isArray(when);
}
