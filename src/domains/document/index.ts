export { sheetDigest as hashSheet } from '../../platform/pdf/pdf.ts';
export { ensurePrintable } from './actions/ensure-printable.ts';
export { issueDocument, type PaperOrder } from './actions/issue-document.ts';
export { issueWhenChanged } from './actions/issue-when-changed.ts';
export {
  markPrinted,
  markPrintFailed,
  printPlan,
  renderPrintJob,
  sheetsToPrint,
  type PrintPlan,
} from './actions/print-documents.ts';
export { readDocuments } from './actions/read-documents.ts';
export {
  markRendered,
  markRenderFailed,
  renderPaper,
  sheetsToRender,
  type Press,
} from './actions/render-document.ts';
export { requestPrint } from './actions/request-print.ts';
export { revokeDocument } from './actions/revoke-document.ts';
export { sweepDocuments } from './actions/sweep-documents.ts';
export { verifyDocument } from './actions/verify-document.ts';
export { composeSheet, pageRowsOf, withRows } from './core/compose-sheet.ts';
export type { PaperStamp } from './core/paper-stamp.ts';
export type { FieldValue, SheetFields, Template, TemplateRef } from './core/template.ts';
export * from './document.jobs.ts';
export { documentEndpoints } from './document.routes.ts';
export { documentReply } from './document.schema.ts';
export type { DocumentRow } from './core/document-row.ts';
export {
  documentConstraintFailures,
  keepFiles,
  type RenderedPaper,
  type Rendering,
} from './document.store.ts';
export { validDocument } from './document.views.ts';
export { loadTemplate } from './template-files.schema.ts';
export type { Verification } from './verification.views.ts';
