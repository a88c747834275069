import type { PlainDate } from '../../../kernel/date.ts';

/**
 * What the register gives a paper when it is issued; goes into its fields under the names every template
 * knows.
 */
export interface PaperStamp {
  readonly issuedOn: PlainDate;
  /** Number and version: `SF-620821-2016-000123-1`. */
  readonly printId: string;
  readonly verifyUrl: string;
  /** In groups of four, to be read out and typed. */
  readonly verifyCode: string;
}

export interface StampInput {
  readonly issuedOn: PlainDate;
  readonly number: string;
  readonly version: number;
  /** 16 characters. */
  readonly code: string;
  readonly publicUrl: string;
}

export function paperStamp(input: StampInput): PaperStamp {
  const groups = input.code.match(/.{1,4}/g) ?? [];
  return {
    issuedOn: input.issuedOn,
    printId: `${input.number}-${input.version}`,
    verifyUrl: `${input.publicUrl}/v/${input.code}`,
    verifyCode: groups.join('-'),
  };
}
