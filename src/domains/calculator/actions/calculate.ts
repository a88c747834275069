import type { PlainDate } from '../../../kernel/date.ts';
import { missing, type Failure } from '../../../kernel/failure.ts';
import { answerAllot } from './answer-allot.ts';
import { answerCheck } from './answer-check.ts';
import { answerDividend } from './answer-dividend.ts';
import { answerLoss } from './answer-loss.ts';
import { answerSchedule } from './answer-schedule.ts';
import { answerSubsidy } from './answer-subsidy.ts';
import { answerWords } from './answer-words.ts';
import type { Reply } from './reply.ts';

const ANSWERS = {
  subsidy: answerSubsidy,
  schedule: answerSchedule,
  dividend: answerDividend,
  allot: answerAllot,
  loss: answerLoss,
  words: answerWords,
  check: answerCheck,
} as const satisfies Record<string, (json: unknown, today?: PlainDate) => Reply>;

export type CalculatorKind = keyof typeof ANSWERS;

export const CALCULATOR_KINDS = Object.keys(ANSWERS) as readonly CalculatorKind[];

export function isCalculatorKind(kind: string): kind is CalculatorKind {
  return Object.hasOwn(ANSWERS, kind);
}

/**
 * Answers one case of a calculator (试算), the same behind every door. `json` is the parsed request,
 * `today` the
 * business day. Throws a `Failure` with pointers: `calculator.unknown-kind`, `request.invalid` or the
 * rule's own code.
 */
export function calculate(kind: string, json: unknown, today?: PlainDate): Reply {
  if (!isCalculatorKind(kind)) {
    throw missing({
      code: 'calculator.unknown-kind',
      detail: `没有这种试算。可用的试算：${CALCULATOR_KINDS.join('、')}`,
    });
  }
  return ANSWERS[kind](json, today);
}

/** The `id` of a case that may be anything at all; null when it has none. */
export function idOf(json: unknown): string | number | null {
  if (typeof json !== 'object' || json === null || !('id' in json)) return null;
  return typeof json.id === 'string' || typeof json.id === 'number' ? json.id : null;
}

/** A refused case in the calculators' contract. */
export function errorReply(id: string | number | null, failure: Failure): Reply {
  const errors = failure.errors.map(({ pointer, detail }) => ({ pointer, detail }));
  return { id, error: { code: failure.code, detail: failure.detail, errors } };
}
