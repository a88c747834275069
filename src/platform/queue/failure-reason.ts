import { UnrecoverableError } from 'bullmq';
import { Failure } from '../../kernel/failure.ts';
import { MalformedPayload } from './define-job.ts';

const FRAMES = 12;

/**
 * The error as the queue keeps it for weeks: its name, code and place, without the message, into which
 * drivers and people put values.
 */
export function storableError(error: unknown): Error {
  const reason = reasonOf(error);
  const kept = isFinal(error) ? new UnrecoverableError(reason) : new Error(reason);
  kept.stack = [reason, ...framesOf(error)].join('\n');
  return kept;
}

function reasonOf(error: unknown): string {
  if (error instanceof Failure) return error.code;
  if (!(error instanceof Error)) return `thrown ${typeof error}`;
  if (error.name === 'InvariantError' || error instanceof MalformedPayload)
    return `${error.name}: ${error.message}`;
  const parts = [error.name];
  if ('code' in error && typeof error.code === 'string') parts.push(error.code);
  if ('constraint' in error && typeof error.constraint === 'string') parts.push(error.constraint);
  return parts.join(' ');
}

/** A refusal or a malformed payload is the same next time; a conflict may not be. */
function isFinal(error: unknown): boolean {
  return error instanceof MalformedPayload || (error instanceof Failure && error.kind !== 'conflict');
}

const framesOf = (error: unknown): string[] =>
  error instanceof Error && error.stack !== undefined
    ? error.stack
        .split('\n')
        .filter((line) => line.startsWith('    at '))
        .slice(0, FRAMES)
    : [];
