import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './expectations.ts';
import { sourcesUnder } from './refusal-codes.ts';

/** Who entered something: any column of a person, or the like in the words of the code. */
const ENTERED = String.raw`\w*(?:_by|(?:entered|proposed|registered|drawn|recorded|reported|created)By)\b`;
const COMPARED = new RegExp(
  [
    String.raw`\b${ENTERED}\)?\s*[!=]==(?!\s*(?:null|undefined)\b)`,
    String.raw`[!=]==\s*[\w.?!]*?\b${ENTERED}`,
    String.raw`\b${ENTERED}\)?\.includes\(`,
  ].join('|'),
);

/** What its own person takes back is withdrawn, by nobody else; what another ends is returned. */
const BY_THE_SAME_PERSON = [
  'src/domains/loan/actions/end-receipt.ts',
  'src/domains/loan/actions/principal-sent.ts',
];

const useCases = sourcesUnder(path.join(ROOT, 'src/domains'))
  .filter((file) => file.includes('/actions/'))
  .map((file) => ({ file: path.relative(ROOT, file), text: readFileSync(file, 'utf8') }));

describe('one enters, another decides', () => {
  it('is asked by one function, not by comparing persons by hand', () => {
    expect(useCases.length).toBeGreaterThan(300);
    const byHand = useCases.filter(({ text }) => COMPARED.test(text)).map(({ file }) => file);
    expect(byHand.sort()).toEqual(BY_THE_SAME_PERSON);
  });

  it('is found however it is written', () => {
    for (const text of [
      'if (loan.registered_by === person) throw samePerson();',
      'if (person === file.created_by) throw fileBySamePerson();',
      'receipts.some((receipt) => receipt.entered_by === person)',
      'if (actingPerson(context) !== order.proposedBy) return;',
      'if (waiting.entered_by.includes(person)) throw ownWork();',
    ])
      expect(COMPARED.test(text), text).toBe(true);
    for (const text of ['enteredBy === null', 'decided_by !== undefined', 'this.kind === byName'])
      expect(COMPARED.test(text), text).toBe(false);
  });
});
