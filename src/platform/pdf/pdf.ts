/** Paper: sheets in, PDF out. The only door to pdfkit and fontkit. */
export { describeCharacter } from './font-face.ts';
export { fontsOf, openFonts, FontSet, MissingCharactersError, type FontFiles } from './font-set.ts';
export {
  renderSheet,
  renderSheets,
  renderSheetTo,
  sheetDigest,
  type PrintJob,
  type PrintResult,
  type SheetPrint,
} from './render-sheets.ts';
export { SheetError, type RowSource } from './set-sheet.ts';
