import { describe, expect, it } from 'vitest';
import { ensurePrintable } from '../../../src/domains/document/index.ts';
import { openFonts } from '../../../src/platform/pdf/pdf.ts';
import { agreementFacts } from '../../support/agreement-facts.ts';
import { agreementSheet } from '../../support/papers.ts';

const fonts = openFonts();

describe('ensurePrintable', () => {
  it('lets a sheet pass whose every character can be printed', () => {
    expect(() => ensurePrintable(agreementSheet(), fonts)).not.toThrow();
  });

  it('names the characters that no font has, wherever on the paper they stand', () => {
    const household = { ...agreementFacts().household, head: '张\u{2B74E}' };
    expect(() => ensurePrintable(agreementSheet({ household }), fonts)).toThrow('\u{2B74E}（U+2B74E）');
  });

  it('looks into rows that will be streamed', () => {
    expect(() => ensurePrintable(agreementSheet(), fonts, ['李\u{30EDE}'])).toThrow(
      expect.objectContaining({
        code: 'document.characters-unprintable',
        facts: { characters: ['\u{30EDE}（U+30EDE）'] },
      }),
    );
  });
});
