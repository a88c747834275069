import { acceptedWords, amountInWords } from '../../../kernel/money-words.ts';
import { wordsCase } from '../calculator.schema.ts';
import { readCase } from '../read-case.schema.ts';
import { replyTo, type Reply } from './reply.ts';

/** Amount in capital characters (人民币大写). */
export function answerWords(json: unknown): Reply {
  const { id, amount } = readCase(wordsCase, json);
  return replyTo(id, { words: amountInWords(amount), accepted: acceptedWords(amount) });
}
