import type { OperationId, Reply } from '../api/call.ts';

type Flow = Reply<'readSubsidyFlow'>;

/** The acts that take a step of the round, by the step they take. */
const STEPS: Readonly<Record<string, string>> = {
  submitSubsidyClaim: 'submit',
  reviewSubsidyClaim: 'review',
  postSubsidyNotice: 'post',
  approveSubsidyClaim: 'approve',
  instructSubsidyPayment: 'instruct',
};

/** A person takes one step of a round; posting is none, and neither is paying again what came back. */
const takesStep = (act: string): boolean =>
  act === 'returnSubsidyClaim' || (STEPS[act] !== undefined && STEPS[act] !== 'post');

/**
 * Whether a desk is offered an act on a batch now: its step is next, its post does it, and it did none yet.
 */
export function isOffered(act: OperationId, flow: Flow, role: string): boolean {
  if (takesStep(act) && flow.decided_by_me) return false;
  const step = STEPS[act];
  if (step === undefined) return true;
  const { next_step: next } = flow;
  return next?.act === step && next.role === role;
}

/** Whether an act is the decision the batch waits for. */
export const isDecision = (act: OperationId): boolean => STEPS[act] !== undefined;
