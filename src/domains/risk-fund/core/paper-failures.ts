import { conflict, type Failure } from '../../../kernel/failure.ts';
import type { ClaimState } from './claim-row.ts';
import { STATE_WORDS } from './paper-words.ts';

export const notInstructed = (state: ClaimState): Failure =>
  conflict({
    code: 'risk-fund.not-instructed',
    detail: `这份代偿申请${STATE_WORDS[state]}，还没有下达拨付，不能出具拨付凭证。`,
    facts: { state },
  });
