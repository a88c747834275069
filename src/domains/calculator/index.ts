export {
  CALCULATOR_KINDS,
  calculate,
  errorReply,
  idOf,
  isCalculatorKind,
  type CalculatorKind,
} from './actions/calculate.ts';
export type { Reply } from './actions/reply.ts';
export { calculatorEndpoints } from './calculator.routes.ts';
