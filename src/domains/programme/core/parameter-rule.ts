import type { PlainDate } from '../../../kernel/date.ts';
import type { Parameters } from './parameters.ts';

/** One condition of publication: the term it concerns, when it is broken, and what to tell. */
export interface ParameterRule {
  /** Area and name as JSON writes them. */
  readonly pointer: string;
  readonly broken: (parameters: Parameters, effectiveFrom: PlainDate) => boolean;
  readonly detail: string;
}
