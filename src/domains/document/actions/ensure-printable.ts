import { sheetTexts, type Sheet } from '../../../kernel/sheet.ts';
import { describeCharacter, type FontSet } from '../../../platform/pdf/pdf.ts';
import { charactersUnprintable } from '../core/failures.ts';

/**
 * Call before a sheet is stored: refuses with `document.characters-unprintable`, naming every character that
 * no configured font has. `more` holds the texts of rows that are streamed at printing.
 */
export function ensurePrintable(sheet: Sheet, fonts: FontSet, more: Iterable<string> = []): void {
  const missing = [...fonts.missingCharacters(sheetTexts(sheet)), ...fonts.missingCharacters(more)];
  if (missing.length > 0) throw charactersUnprintable([...new Set(missing)].map(describeCharacter));
}
