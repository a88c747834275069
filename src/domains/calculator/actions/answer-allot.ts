import { allocateInUnits, Exact } from '../../../kernel/money.ts';
import { allotCase } from '../calculator.schema.ts';
import { readCase } from '../read-case.schema.ts';
import { replyTo, type Reply } from './reply.ts';

/** Amounts and units are counted in millionths of a yuan, the finest unit a case may name. */
const MILLIONTHS_PER_FEN = 10_000n;
const MILLION = 1_000_000;

/** Exact split by weights (分配试算). */
export function answerAllot(json: unknown): Reply {
  const asked = readCase(allotCase, json);
  const unit = BigInt(asked.unit.mul(MILLION).toFixed(0));
  const { parts, residue } = allocateInUnits(asked.total * MILLIONTHS_PER_FEN, unit, asked.weights);
  const places = Math.max(2, asked.unit.decimalPlaces());
  const write = (millionths: bigint): string => new Exact(millionths.toString()).div(MILLION).toFixed(places);
  return replyTo(asked.id, { parts: parts.map(write), residue: write(residue) });
}
