import { sheetTexts, type Sheet } from '../../../kernel/sheet.ts';
import type { Tx } from '../../../platform/db.ts';
import { hashSheet } from '../../document/index.ts';
import { checkWords } from '../core/check-words.ts';
import { Tally, type Finding } from '../core/invariants.ts';
import { storedPapers } from '../stored-papers.views.ts';

const PAPERS_A_PAGE = 200;

/** A sheet so spoilt that it cannot be read has no words; its hash tells of it. */
function textsOf(sheet: unknown): string[] {
  try {
    return sheetTexts(sheet as Sheet);
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}

/**
 * Every stored sheet still has its hash (invariant 27), and its amounts in words say its figures (invariant
 * 4).
 */
export async function checkPapers(tx: Tx): Promise<Finding[]> {
  const words = new Tally();
  const hashes = new Tally();
  let after = 0n;
  for (;;) {
    const papers = await storedPapers(tx, after, PAPERS_A_PAGE);
    for (const paper of papers) {
      const name = `document ${paper.id}`;
      hashes.count(hashSheet(paper.sheet as Sheet) === paper.sheet_sha256 ? null : `${name} sheet`);
      const { found, wrong } = checkWords(textsOf(paper.sheet));
      words.checked += found;
      if (wrong.length > 0) words.breach(name);
      after = paper.id;
    }
    if (papers.length < PAPERS_A_PAGE) break;
  }
  return [words.finding('4'), hashes.finding('27')];
}
