export { verifyDocument } from './actions/verify-document.ts';
export { composeSheet, pageRowsOf, withRows } from './core/compose-sheet.ts';
export type { FieldValue, SheetFields, Template, TemplateRef } from './core/template.ts';
export { ensurePrintable } from './actions/ensure-printable.ts';
export { loadTemplate } from './template-files.schema.ts';
export type { Verification } from './verification.views.ts';
