import type { PlainDate } from '../../../kernel/date.ts';
import type { AnswerLine } from './bank-answer.ts';
import { answerBadDay, answerContradicts, answerForOtherOrder, answerOtherAmount } from './failures.ts';
import type { AnsweredLine } from './payment-row.ts';

/** An answer that says something new, with the payment it belongs to. */
export type FreshAnswer = AnswerLine & { readonly id: bigint };

/**
 * Pairs a bank's answers with the payments of the order; an answer repeated is left out. Throws when a line
 * is not in the order, its amount differs, its day lies outside `days` (both inclusive), or it contradicts
 * an earlier answer: no part of such a file is booked.
 */
export function matchAnswers(
  lines: readonly AnsweredLine[],
  answers: readonly AnswerLine[],
  days: { readonly from: PlainDate; readonly through: PlainDate },
): FreshAnswer[] {
  const byNo = new Map(lines.map((line) => [line.line_no, line]));
  return answers.flatMap((answer) => {
    const line = byNo.get(answer.lineNo);
    if (!line) throw answerForOtherOrder();
    if (line.amount_fen !== answer.amount) throw answerOtherAmount(answer.lineNo);
    if (answer.answeredOn < days.from || answer.answeredOn > days.through) throw answerBadDay(answer.lineNo);
    if (line.state === 'sent') return [{ ...answer, id: line.id }];
    if (!saysTheSame(line, answer)) throw answerContradicts(answer.lineNo);
    return [];
  });
}

function saysTheSame(line: AnsweredLine, answer: AnswerLine): boolean {
  if (line.state === 'paid') return answer.outcome === 'paid' && line.bank_serial === answer.bankSerial;
  return answer.outcome === 'returned';
}
