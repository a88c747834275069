/**
 * A broken promise of our own code: never caused by what a person typed. Answered as 500 and logged as
 * error.
 */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Asserts a promise of our own code; stays on in production. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** Marks a switch as exhaustive: reaching it is our own bug. */
export function unreachable(value: never): never {
  throw new InvariantError(`unreachable value: ${String(value)}`);
}
