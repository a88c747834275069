export interface FrontendMessage {
  readonly bytes: Buffer;
  /** The statement this message has carried out; empty where it carries out none. */
  readonly text: string;
}

const HEADER = 4;
const QUERY = 0x51;
const PARSE = 0x50;
const BIND = 0x42;

/** Splits what a PostgreSQL client sends into its messages; only the first one carries no type. */
export class FrontendMessages {
  private rest = Buffer.alloc(0);
  private started = false;
  /**
   * Statements by the names under which this connection has prepared them; the last unnamed one under none.
   */
  private readonly prepared = new Map<string, string>();

  /** Messages completed by this chunk. */
  take(chunk: Buffer): FrontendMessage[] {
    this.rest = Buffer.concat([this.rest, chunk]);
    const taken: FrontendMessage[] = [];
    for (;;) {
      const type = this.started ? 1 : 0;
      if (this.rest.length < type + HEADER) return taken;
      const length = type + this.rest.readInt32BE(type);
      if (this.rest.length < length) return taken;
      const bytes = this.rest.subarray(0, length);
      this.rest = this.rest.subarray(length);
      taken.push({ bytes, text: type === 0 ? '' : this.statementOf(bytes) });
      this.started = true;
    }
  }

  private statementOf(message: Buffer): string {
    const body = message.subarray(1 + HEADER);
    if (message[0] === QUERY) return upToZero(body, 0);
    // both begin with a name: a parse with the statement's, a bind with the portal's
    const second = upToZero(body, body.indexOf(0) + 1);
    if (message[0] === BIND) return this.prepared.get(second) ?? '';
    if (message[0] === PARSE) this.prepared.set(upToZero(body, 0), second);
    return '';
  }
}

const upToZero = (bytes: Buffer, from: number): string =>
  bytes.toString('utf8', from, bytes.indexOf(0, from));
