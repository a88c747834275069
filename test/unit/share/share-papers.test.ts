import { describe, expect, it } from 'vitest';
import {
  certificateFields,
  faceOf,
  registerFields,
  sharesInWords,
} from '../../../src/domains/share/core/share-papers.ts';
import { fen } from '../../../src/kernel/money.ts';
import { certificateFacts, registerFacts } from '../../support/share-paper-facts.ts';
import { TERMS } from '../../support/share-terms.ts';

describe('shares on paper', () => {
  it('are spelt in capital characters', () => {
    expect([
      sharesInWords(7_735n, 3),
      sharesInWords(12n, 0),
      sharesInWords(934n, 3),
      sharesInWords(10_500n, 2),
    ]).toEqual(['柒点柒叁伍股', '壹拾贰股', '零点玖叁肆股', '壹佰零伍股']);
  });

  it('have a par value rounded once', () => {
    expect(faceOf(7_735n, fen(100_00n), 3)).toBe(773_50n);
    expect(faceOf(1n, fen(1n), 1)).toBe(0n);
    expect(faceOf(5n, fen(1n), 1)).toBe(1n);
  });

  it('高县: the certificate names the floor of preferred shares, and none of ordinary ones', () => {
    expect(certificateFields(certificateFacts())['floor']).toContain('6%保底');
    expect(certificateFields(certificateFacts({ shareClass: 'ordinary' }))['floor']).toBe('');
    const support = certificateFacts({ terms: { ...TERMS, support_months: 12, exit_rule: 'to_village' } });
    expect(certificateFields(support)['policy']).toContain('满12个月扶持期后，收回本证，股份归村集体');
  });

  it('fill no register that does not come to its issue', () => {
    const facts = registerFacts(3);
    expect(() => registerFields({ ...facts, lines: facts.lines.slice(1) })).toThrow(
      'a register comes to its issue',
    );
  });
});
