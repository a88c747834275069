export interface FrontendMessage {
  readonly bytes: Buffer;
  /** The statement of a simple query or of a parse; empty for everything else. */
  readonly text: string;
}

const HEADER = 4;
const QUERY = 0x51;
const PARSE = 0x50;

/** Splits what a PostgreSQL client sends into its messages; only the first one carries no type. */
export class FrontendMessages {
  private rest = Buffer.alloc(0);
  private started = false;

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
      taken.push({ bytes, text: type === 0 ? '' : statementOf(bytes) });
      this.started = true;
    }
  }
}

function statementOf(message: Buffer): string {
  const body = message.subarray(1 + HEADER);
  if (message[0] === QUERY) return upToZero(body, 0);
  // a parse names its statement first
  return message[0] === PARSE ? upToZero(body, body.indexOf(0) + 1) : '';
}

const upToZero = (bytes: Buffer, from: number): string =>
  bytes.toString('utf8', from, bytes.indexOf(0, from));
