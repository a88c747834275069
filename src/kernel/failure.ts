/** Kinds of expected refusals; each maps to one HTTP status. */
export type FailureKind = 'invalid' | 'unauthenticated' | 'forbidden' | 'missing' | 'conflict' | 'refused';

/**
 * One refused field. `pointer` is a JSON pointer into the request (`/amount`), `detail` a Chinese
 * sentence.
 */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

export interface FailureParts {
  /** Stable, dotted, English: `loan.over-cap`. */
  readonly code: string;
  /** One Chinese sentence that says what is wrong and what to do; never personal numbers. */
  readonly detail: string;
  /** Values a program may act on: strings, numbers, booleans; never personal data. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldError[];
}

/** An expected refusal. Made only by the factories below and by those of each slice's `core/failures.ts`. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  readonly code: string;
  readonly detail: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldError[];

  constructor(kind: FailureKind, parts: FailureParts) {
    super(`${parts.code}: ${parts.detail}`);
    this.kind = kind;
    this.code = parts.code;
    this.detail = parts.detail;
    this.facts = parts.facts ?? {};
    this.errors = parts.errors ?? [];
  }
}

/** The input is malformed: 422. */
export const invalid = (parts: FailureParts): Failure => new Failure('invalid', parts);
/** Nobody is logged in: 401. */
export const unauthenticated = (parts: FailureParts): Failure => new Failure('unauthenticated', parts);
/** The person may not do this: 403. */
export const forbidden = (parts: FailureParts): Failure => new Failure('forbidden', parts);
/** Absent, or outside the person's scope: 404. */
export const missing = (parts: FailureParts): Failure => new Failure('missing', parts);
/** The state has moved on: 409. */
export const conflict = (parts: FailureParts): Failure => new Failure('conflict', parts);
/** A rule of the programme says no: 422. */
export const refused = (parts: FailureParts): Failure => new Failure('refused', parts);

/** A refusal of one field, named by its JSON pointer; `kind` is one of the factories above. */
export const pointed = (kind: typeof refused, pointer: string, code: string, detail: string): Failure =>
  kind({ code, detail, errors: [{ pointer, code, detail }] });
