/** One fault of what was sent: where, by JSON pointer, and what to do about it. */
export interface FieldFault {
  readonly pointer: string;
  readonly detail: string;
}

interface Facts {
  readonly status: number;
  readonly code: string;
  readonly errors?: readonly FieldFault[];
  /** To be read out on the telephone. */
  readonly requestId?: string | null;
}

/** A refusal of the API (RFC 9457). The sentence is for the person at the desk. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly FieldFault[];
  readonly requestId: string | null;

  constructor(sentence: string, { status, code, errors = [], requestId = null }: Facts) {
    super(sentence);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.requestId = requestId;
  }
}

interface Wire {
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly FieldFault[];
  readonly request_id?: string;
}

/** Reads a refusal; a gateway's page of HTML becomes a sentence too. */
export async function problemOf(reply: Response): Promise<Problem> {
  const wire = (await reply.json().catch(() => ({}))) as Wire;
  const requestId = wire.request_id ?? reply.headers.get('x-request-id');
  const detail = wire.detail ?? '服务暂时不可用，请稍后再试；已填写的内容仍在页面上。';
  return new Problem(detail, {
    status: reply.status,
    code: wire.code ?? 'http',
    errors: wire.errors ?? [],
    requestId,
  });
}

/** Nothing was answered: the line is down, or the server. */
export const unanswered = (): Problem =>
  new Problem('网络不通，尚未得到答复；恢复后可直接重试，不会重复办理。', { status: 0, code: 'network' });
