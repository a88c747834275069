import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Post {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
}

const HEAD_END = '\r\n\r\n';

/**
 * One kept-alive connection that sends one request at a time. It does no more than load needs: on two cores
 * whatever the sender computes is taken from the server it measures.
 */
export class HttpLine {
  readonly #socket: Socket;
  readonly #host: string;
  #received = '';
  #waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void } | null = null;

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    socket.setNoDelay(true).setEncoding('latin1');
    socket.on('data', (text: string) => this.#take(text));
    socket.on('close', () => this.#waiting?.reject(new Error('the server closed the connection')));
    socket.on('error', (error) => this.#waiting?.reject(error));
  }

  static async open(url: string): Promise<HttpLine> {
    const { hostname, port, host } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new HttpLine(socket, host);
  }

  post({ path, headers, body }: Post): Promise<Reply> {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const length = `content-length: ${Buffer.byteLength(body)}\r\n`;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(
        `POST ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n${lines.join('')}${length}\r\n${body}`,
        'utf8',
      );
    });
  }

  close(): void {
    this.#waiting = null;
    this.#socket.destroy();
  }

  /** Both servers say how long their answers are. */
  #take(text: string): void {
    this.#received += text;
    const head = this.#received.indexOf(HEAD_END);
    if (head < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.#received.slice(0, head + 2))?.[1] ?? 0);
    const end = head + HEAD_END.length + length;
    if (this.#received.length < end) return;
    const body = Buffer.from(this.#received.slice(head + HEAD_END.length, end), 'latin1').toString('utf8');
    const status = Number(this.#received.slice('HTTP/1.1 '.length, 'HTTP/1.1 '.length + 3));
    this.#received = this.#received.slice(end);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve({ status, body });
  }
}
