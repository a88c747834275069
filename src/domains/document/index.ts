export { verifyDocument } from './actions/verify-document.ts';
export { composeSheet, pageRowsOf, withRows } from './core/compose-sheet.ts';
export type { FieldValue, SheetFields, Template, TemplateRef } from './core/template.ts';
export { ensurePrintable } from './ensure-printable.ts';
export { loadTemplate } from './load-template.ts';
export type { Verification } from './verification.views.ts';
