import type { PlainDate } from '../../../../kernel/date.ts';
import type { Parameters } from '../parameters.ts';

/** A province version that ships with the product: its record and its complete parameters. */
export interface Preset {
  readonly code: string;
  readonly programmeCode: string;
  readonly productCode: string;
  readonly title: string;
  readonly documentNo: string;
  readonly effectiveFrom: PlainDate;
  readonly effectiveTo: PlainDate;
  readonly parameters: Parameters;
}

/** 1 % in the units of every percentage. */
export const PERCENT = 1_0000;
