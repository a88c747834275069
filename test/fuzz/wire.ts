import http from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Shot } from './shot.ts';

/** What came back; status 0 where nothing did. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Why there is no answer; null where there is one. */
  readonly fault: string | null;
}

const PATIENCE_MS = 45_000;
const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });

const nothing = (fault: string): Reply => ({ status: 0, headers: {}, body: Buffer.alloc(0), fault });

/** Sends a request over a kept connection, or byte by byte over one of its own. */
export function send(url: string, shot: Shot, token: string | null): Promise<Reply> {
  const headers = shot.headers.map(([name, value]): [string, string] => [name, value]);
  if (token !== null && !headers.some(([name]) => name === 'authorization')) {
    headers.push(['authorization', `Bearer ${token}`]);
  }
  const wired = shot.delivery === 'whole' && isOrdinary(shot, headers);
  return wired ? sendByClient(url, shot, headers) : sendRaw(url, shot, headers);
}

/** Whether the ordinary client would send it as it is. */
const isOrdinary = (shot: Shot, headers: readonly (readonly [string, string])[]): boolean =>
  /^[\x21-\x7e]+$/.test(shot.target) &&
  headers.every(([, value]) => /^[\t\x20-\x7e]*$/.test(value)) &&
  !(shot.body && (shot.method === 'GET' || shot.method === 'HEAD'));

function sendByClient(url: string, shot: Shot, headers: readonly [string, string][]): Promise<Reply> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const request = http.request({
      ...{ host: hostname, port, method: shot.method, path: shot.target, agent },
      headers: {
        ...Object.fromEntries(headers),
        ...(shot.body ? { 'content-length': shot.body.length } : {}),
      },
      timeout: PATIENCE_MS,
    });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', (error) => resolve(nothing(error.message)));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', (error) => resolve(nothing(`answer cut off: ${error.message}`)));
      response.on('end', () => {
        const known = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        resolve({
          ...{ status: response.statusCode ?? 0, fault: null },
          headers: Object.fromEntries(known) as Record<string, string>,
          body: Buffer.concat(chunks),
        });
      });
    });
    if (shot.body) request.end(shot.body);
    else request.end();
  });
}

/** Bytes of the request line and headers, lawful or not. */
function headOf(url: string, shot: Shot, headers: readonly (readonly [string, string])[]): Buffer {
  const lines = [`${shot.method} ${shot.target} HTTP/1.1`];
  const has = (name: string): boolean => headers.some(([known]) => known === name);
  if (!has('host')) lines.push(`host: ${new URL(url).host}`);
  lines.push('connection: close', ...headers.map(([name, value]) => `${name}: ${value}`));
  if (shot.body && !has('content-length') && !has('transfer-encoding')) {
    lines.push(`content-length: ${shot.body.length}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'utf8');
}

async function sendRaw(
  url: string,
  shot: Shot,
  headers: readonly (readonly [string, string])[],
): Promise<Reply> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  let fault: string | null = null;
  const over = new Promise<void>((resolve) => {
    socket.setTimeout(PATIENCE_MS, () => {
      fault = 'no answer in time';
      socket.destroy();
    });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', (error) => (fault = error.message));
    socket.on('close', () => resolve());
  });
  await writeOut(socket, shot, headOf(url, shot, headers));
  await over;
  return parseReply(Buffer.concat(chunks), shot, fault);
}

type Socket = ReturnType<typeof connect>;

const SLOW_PAUSE_MS = 250;

async function writeOut(socket: Socket, shot: Shot, head: Buffer): Promise<void> {
  const body = shot.body ?? Buffer.alloc(0);
  if (shot.delivery === 'whole' || shot.delivery === 'raw') {
    socket.write(Buffer.concat([head, body]));
    return;
  }
  const half = Math.floor(body.length / 2);
  socket.write(Buffer.concat([head, body.subarray(0, half)]));
  await delay(SLOW_PAUSE_MS);
  if (shot.delivery === 'cut') socket.destroy();
  else socket.write(body.subarray(half));
}

function parseReply(bytes: Buffer, shot: Shot, fault: string | null): Reply {
  // a client that hung up expects nothing
  if (shot.delivery === 'cut') return { ...nothing(''), fault: null };
  const end = bytes.indexOf('\r\n\r\n');
  const head = /^HTTP\/1\.1 (\d{3})/.exec(bytes.subarray(0, 20).toString('latin1'));
  if (end === -1 || !head) return nothing(fault ?? 'hung up without an answer');
  const status = Number(head[1]);
  const rest = bytes.subarray(end + 4);
  if (status === 100) return parseReply(rest, shot, fault);
  const headers: Record<string, string> = {};
  for (const line of bytes.subarray(0, end).toString('latin1').split('\r\n').slice(1)) {
    const at = line.indexOf(':');
    headers[line.slice(0, at).toLowerCase()] = line.slice(at + 1).trim();
  }
  const body = headers['transfer-encoding'] === 'chunked' ? dechunk(rest) : rest;
  return { status, headers, body, fault: null };
}

function dechunk(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf('\r\n', at);
    const size = end === -1 ? 0 : Number.parseInt(bytes.subarray(at, end).toString('latin1'), 16);
    if (!(size > 0)) break;
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 4 + size;
  }
  return Buffer.concat(parts);
}
