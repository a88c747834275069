import pg from 'pg';
import type { Statement } from './database-statements.ts';

const INT8 = 20;
const DATE = 1082;

/** int8 → bigint, date → 'YYYY-MM-DD'; given to each connection, never set for all. */
export const columnTypes = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): unknown => {
    if (oid === INT8) return (text: string) => BigInt(text);
    if (oid === DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format);
  },
};

export interface Answer<Row> {
  readonly rows: Row[];
  readonly count: number;
  /** What PostgreSQL says it did: SELECT, INSERT, COMMIT, ROLLBACK … */
  readonly command: string;
}

/** A statement on its way, with who waits for its answer. */
export interface Question {
  readonly statement: Statement;
  readonly values: readonly unknown[];
  readonly resolve: (answer: Answer<unknown>) => void;
  readonly reject: (error: unknown) => void;
}

/** How the rows of a statement are read. */
interface Shape {
  addFields(fields: readonly unknown[]): void;
  parseRow(fields: readonly (string | null)[]): unknown;
}

/** Statements a connection has prepared, with the shape of their rows; null: they have none. */
export type Prepared = Map<string, Shape | null>;

/** The driver's side of the protocol, as its own cursor uses it. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void; destroy(error: Error): void };
  parse(statement: { text: string; name: string }): void;
  bind(portal: { statement: string; values: readonly unknown[] }): void;
  describe(portal: { type: 'P'; name: string }): void;
  execute(portal: null): void;
  close(statement: { type: 'S'; name: string }): void;
  sync(): void;
}

// neither is declared in the driver's types
const { Result, utils } = pg as unknown as {
  Result: new (rowMode: string, types: typeof columnTypes) => Shape;
  utils: { prepareValue(value: unknown): unknown };
};

/** A value as the protocol carries it. */
export const wireValue = (value: unknown): unknown => utils.prepareValue(value);

/**
 * Statements that are sent as one and answered as one, in their order. After the first that is refused
 * PostgreSQL skips the others; they are refused with its error. The rows of a prepared statement are
 * described once a connection.
 */
export class Batch implements pg.Submittable {
  readonly #questions: readonly Question[];
  readonly #prepared: Prepared;
  readonly #ended: () => void;
  #at = 0;
  #shape: Shape | null = null;
  #rows: unknown[] = [];
  #unreadable: unknown = null;

  constructor(questions: readonly Question[], prepared: Prepared, ended: () => void) {
    this.#questions = questions;
    this.#prepared = prepared;
    this.#ended = ended;
  }

  submit(connection: unknown): void {
    const wire = connection as Wire;
    wire.stream.cork();
    const parsed = new Set<string>();
    for (const { statement, values } of this.#questions) {
      const { text, name = '' } = statement;
      const known = this.#prepared.has(name);
      if (!known && !parsed.has(name)) {
        // a name whose preparation was refused half-way may be taken
        if (name !== '') wire.close({ type: 'S', name });
        wire.parse({ text, name });
        if (name !== '') parsed.add(name);
      }
      wire.bind({ statement: name, values });
      if (!known) wire.describe({ type: 'P', name: '' });
      wire.execute(null);
    }
    wire.sync();
    wire.stream.uncork();
  }

  handleRowDescription({ fields }: { fields: readonly unknown[] }): void {
    this.#shape = new Result('', columnTypes);
    this.#shape.addFields(fields);
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const shape = this.#shape ?? this.#knownShape();
    try {
      this.#rows.push(shape?.parseRow(fields));
    } catch (error) {
      this.#unreadable ??= error;
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const question = this.#questions[this.#at];
    const name = question?.statement.name;
    if (name !== undefined && !this.#prepared.has(name)) this.#prepared.set(name, this.#shape);
    const [command = ''] = text.split(' ', 1);
    const answer = { rows: this.#rows, count: Number(/\d+$/.exec(text)?.[0] ?? 0), command };
    if (this.#unreadable === null) question?.resolve(answer);
    else question?.reject(this.#unreadable);
    this.#at += 1;
    this.#shape = null;
    this.#rows = [];
    this.#unreadable = null;
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' });
  }

  handleError(error: unknown): void {
    for (const question of this.#questions.slice(this.#at)) question.reject(error);
    this.#at = this.#questions.length;
    this.#ended();
  }

  handleReadyForQuery(): void {
    this.#ended();
  }

  /** The sync of this batch is lost to COPY: only a new connection is in step again. */
  handleCopyInResponse(connection: unknown): void {
    (connection as Wire).stream.destroy(new Error('COPY has a way of its own'));
  }

  /** What COPY would send is not taken; its end answers the statement. */
  handleCopyData(): void {
    this.#unreadable ??= new Error('COPY has a way of its own');
  }

  #knownShape(): Shape | null {
    return this.#prepared.get(this.#questions[this.#at]?.statement.name ?? '') ?? null;
  }
}
