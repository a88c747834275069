/** One statement as the driver takes it: `$1` for `?`, and the name it is prepared under. */
export interface Statement {
  readonly text: string;
  /** Undefined: planned anew for each call. */
  readonly name: string | undefined;
}

/** More texts than the product has; a text made up per call must not fill every session's memory. */
const MOST_PREPARED = 600;

const prepared = new Map<string, Statement>();
let named = 0;

/** `?` → `$1`, `$2` …; `\?` stands for a question mark, as everywhere in our SQL. */
function positional(text: string): string {
  let position = 0;
  return text.replace(/\\\?|\?/g, (mark) => {
    if (mark !== '?') return '?';
    position += 1;
    return `$${position}`;
  });
}

/** The statement of a text, to be planned anew for each call. */
export const unprepared = (text: string): Statement => ({ text: positional(text), name: undefined });

/**
 * The statement of a text under a name of its own, so that a session plans it once. Names are never given
 * twice within a process.
 */
export function statementOf(text: string): Statement {
  const known = prepared.get(text);
  if (known) return known;
  if (prepared.size >= MOST_PREPARED) return unprepared(text);
  named += 1;
  const statement = { text: positional(text), name: `sifang_${named}` };
  prepared.set(text, statement);
  return statement;
}

/**
 * Gives every text another name from now on: sessions prepare it again, against the tables as they are. One
 * migration changes the columns of many statements, and the work that met the first is begun anew only so
 * often.
 */
export const forgetStatements = (): void => prepared.clear();

/**
 * A prepared statement whose columns a migration has changed: it can only be prepared again. Told by the
 * place in PostgreSQL that says so, for the words are those of the server's language.
 */
export const isStale = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  error.code === '0A000' &&
  'routine' in error &&
  error.routine === 'RevalidateCachedQuery';
