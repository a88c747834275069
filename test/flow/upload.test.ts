import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import express from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../src/kernel/failure.ts';
import { sha256 } from '../../src/platform/crypto.ts';
import { FileReply, sendFile } from '../../src/platform/http/file-reply.ts';
import { receiveUpload, type Upload } from '../../src/platform/http/upload.ts';

const MAX = 64 * 1024;
let server: Server;
let last: Upload | null = null;
let refusal: unknown = null;
let handedOut: unknown = null;

function* lines(): Generator<string> {
  for (;;) yield '1,2,3\r\n'.repeat(1_000);
}

beforeAll(async () => {
  const app = express();
  app.post('/', async (incoming, response) => {
    if ('late' in incoming.query) await delay(300);
    try {
      last = await receiveUpload(incoming, MAX);
      const content = readFileSync(last.path);
      response.json({
        name: last.fileName,
        sha256: last.sha256,
        fields: last.fields,
        same: sha256(content) === last.sha256,
      });
    } catch (error) {
      refusal = error;
      if (!(error instanceof Failure)) throw error;
      response.status(422).json({ code: error.code });
    }
  });
  app.get('/endless', async (_asking, response) => {
    const endless = (): Readable => Readable.from(lines());
    try {
      await sendFile(response, new FileReply('text/csv', '一.csv', endless));
      handedOut = 'given up';
    } catch (error) {
      handedOut = error;
    }
  });
  server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(() => server.close());

const post = () => request(server).post('/');
const codeOf = async (reply: PromiseLike<{ body: { code?: string } }>) => (await reply).body.code;

describe('a file handed in', () => {
  it('comes with its name, its fields and the hash of its bytes, and is gone when discarded', async () => {
    const { body } = await post().field('unit', '万元').attach('file', Buffer.from('台账'), '县台账.csv');
    expect(body).toEqual({
      name: '县台账.csv',
      sha256: sha256('台账'),
      fields: { unit: '万元' },
      same: true,
    });
    await last!.discard();
    expect(existsSync(last!.path)).toBe(false);
  });

  it('is refused when it is too large, by its length before a byte is taken', async () => {
    expect(await codeOf(post().attach('file', Buffer.alloc(MAX + 1), 'a.csv'))).toBe('upload.too-large');
    const { port } = server.address() as AddressInfo;
    const reply = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: Buffer.alloc(4 * MAX),
    });
    expect(await reply.json()).toEqual({ code: 'upload.too-large' });
  });

  it.each([
    ['no file', () => post().field('unit', '元')],
    ['a file under another name', () => post().attach('other', Buffer.from('x'), 'a.csv')],
    [
      'a field twice',
      () => post().field('unit', '元').field('unit', '万元').attach('file', Buffer.from('x'), 'a.csv'),
    ],
    [
      'a field cut off',
      () => post().field('unit', 'x'.repeat(5_000)).attach('file', Buffer.from('x'), 'a.csv'),
    ],
    [
      'a form that breaks off',
      () => post().set('content-type', 'multipart/form-data; boundary=x').send('--x\r\nContent-'),
    ],
    [
      'a form that breaks off in a file under another name',
      () =>
        post()
          .set('content-type', 'multipart/form-data; boundary=x')
          .send('--x\r\ncontent-disposition: form-data; name="other"; filename="a.csv"\r\n\r\n1,2\r\n'),
    ],
    ['a form without boundary', () => post().set('content-type', 'multipart/form-data; x').send('x')],
  ])('is refused with %s', async (_what, send) => {
    expect(await codeOf(send())).toBe('upload.unreadable');
  });

  it.each([
    ['in the middle of it', '/', 200],
    ['before it is looked at', '/?late', 0],
  ])('is given up when the sender goes away %s', async (_when, path, after) => {
    refusal = null;
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    const part = 'content-disposition: form-data; name="file"; filename="a.csv"';
    const head = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\n`;
    socket.write(`${head}content-length: 9000\r\n\r\n--x\r\n${part}\r\n\r\n${'1,2\r\n'.repeat(200)}`);
    setTimeout(() => socket.destroy(), after + 50);
    await expect.poll(() => refusal).toMatchObject({ code: 'upload.unreadable' });
  });

  it('is no JSON', async () => {
    expect(await codeOf(post().send({}))).toBe('request.content-type');
  });
});

describe('a file handed out', () => {
  it('is given up without an error when the reader goes away', async () => {
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /endless HTTP/1.1\r\nhost: x\r\n\r\n');
    socket.once('data', () => socket.destroy());
    await expect.poll(() => handedOut).toBe('given up');
  });
});
