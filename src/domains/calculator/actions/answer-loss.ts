import { formatYuan } from '../../../kernel/money.ts';
import { shareLoss, type LossPart } from '../../risk-fund/index.ts';
import { lossCase } from '../calculator.schema.ts';
import { readCase } from '../read-case.schema.ts';
import { replyTo, type Reply } from './reply.ts';

function partReply(part: LossPart): Reply {
  return { party: part.party, amount: formatYuan(part.amount), nested: part.nested.map(partReply) };
}

/** Who bears a loss (损失分担试算). */
export function answerLoss(json: unknown): Reply {
  const { id, ...input } = readCase(lossCase, json);
  const { loss, parts } = shareLoss(input);
  return replyTo(id, { loss: formatYuan(loss), parts: parts.map(partReply) });
}
