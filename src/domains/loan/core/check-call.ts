import type { PlainDate } from '../../../kernel/date.ts';
import type { Failure } from '../../../kernel/failure.ts';
import { invariant } from '../../../kernel/invariant.ts';
import * as no from './call-failures.ts';

/** The notice that calls a loan due, and whether the reason it names is a fact on that day. */
export interface CallGround {
  /** Day it was signed for or posted; null when it was neither, or is of another loan. */
  readonly servedOn: PlainDate | null;
  /** A scan of its receipt is kept. */
  readonly proven: boolean;
  readonly grounded: boolean;
  /** The loan was called due before: it is called once, whatever the day. */
  readonly calledBefore: boolean;
}

interface CalledLoan {
  readonly disbursedOn: PlainDate;
  readonly maturesOn: PlainDate;
  /** Last day from which an extension or a relief order holds; null when there is none. */
  readonly lastExtendedOn: PlainDate | null;
  readonly call: CallGround | null;
}

/**
 * Why a loan cannot be called due (提前到期) from a day on: within its term, not before it was last given more
 * time, by a notice served and proven by then, for a reason that is a fact on that day; null when it can.
 */
export function checkCall(loan: CalledLoan, onDate: PlainDate): Failure | null {
  const { disbursedOn, maturesOn, lastExtendedOn, call } = loan;
  invariant(call, 'an acceleration has looked at its ground');
  if (call.calledBefore) return no.calledAlready();
  if (onDate <= disbursedOn || onDate >= maturesOn) return no.callOutOfTerm(maturesOn);
  if (lastExtendedOn !== null && onDate < lastExtendedOn) return no.callBeforeExtension(lastExtendedOn);
  const { servedOn, proven, grounded } = call;
  if (servedOn === null || servedOn > onDate) return no.callUnserved();
  if (!proven) return no.callUnproven(servedOn);
  return grounded ? null : no.callGroundless();
}
