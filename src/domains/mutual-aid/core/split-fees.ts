import { allocate, Exact, type Fen } from '../../../kernel/money.ts';

/** The pockets that a year's fees go to; units of 0.0001 %, together the whole. */
export interface FeeSplit {
  /** 公积金, added to the fund. */
  readonly reserve_percent: number;
  /** 公益金, for the village. */
  readonly welfare_percent: number;
  /** 运行费, the society's own cost. */
  readonly running_percent: number;
  /** Dividends to members; none unless the terms allow them (国开办发〔2009〕103号). */
  readonly dividend_percent: number;
  /** 风险准备金: bears what is written off before anything else does. */
  readonly risk_percent: number;
}

export interface SplitFees {
  readonly reserve: Fen;
  readonly welfare: Fen;
  readonly running: Fen;
  readonly dividend: Fen;
  readonly risk: Fen;
}

/** Splits fee income in fen by largest remainder, so that the parts are the fee; ties go in this order. */
export function splitFees(fees: Fen, split: FeeSplit): SplitFees {
  const units = [
    ...[split.reserve_percent, split.welfare_percent, split.running_percent],
    ...[split.dividend_percent, split.risk_percent],
  ];
  const [reserve, welfare, running, dividend, risk] = allocate(
    fees,
    units.map((share) => new Exact(share)),
  ) as [Fen, Fen, Fen, Fen, Fen];
  return { reserve, welfare, running, dividend, risk };
}
