import busboy from 'busboy';
import type { Request } from 'express';
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { invalid, type Failure } from '../../kernel/failure.ts';
import { openTemporaryFolder } from '../temporary-files.ts';
import { isCutOff } from './cut-off.ts';

/** A received file, on disk until the request ends; fields are the form's other entries. */
export interface Upload {
  readonly path: string;
  readonly fileName: string;
  /** Of the file's bytes, taken while they arrived. */
  readonly sha256: string;
  readonly fields: Readonly<Record<string, string>>;
  discard(): Promise<void>;
}

const tooLarge = (maxBytes: number): Failure =>
  invalid({
    code: 'upload.too-large',
    detail: `文件超过 ${Math.floor(maxBytes / 1024 / 1024)} MB，请拆分后再上传。`,
    facts: { max_bytes: maxBytes },
  });

const unreadable = (): Failure =>
  invalid({
    code: 'upload.unreadable',
    detail: '上传的表单不完整，请重新选择一个文件（字段名 file）后再传。',
  });

/** What the form needs around its file. */
const FORM_BYTES = 128 * 1024;

/** Receives one multipart file (`file`) and its fields to a temporary folder, stopping at `maxBytes`. */
export async function receiveUpload(request: Request, maxBytes: number): Promise<Upload> {
  if (!/^multipart\/form-data;/i.test(request.headers['content-type'] ?? '')) {
    throw invalid({ code: 'request.content-type', detail: '请用 multipart/form-data 上传文件。' });
  }
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + FORM_BYTES) throw tooLarge(maxBytes);
  const folder = await openTemporaryFolder('upload');
  const discard = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const received = await readForm(request, folder, maxBytes);
    return { ...received, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

async function readForm(
  request: Request,
  folder: string,
  maxBytes: number,
): Promise<Omit<Upload, 'discard'>> {
  const parser = openParser(request, maxBytes);
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  const files: { path: string; fileName: string; written: Promise<void> }[] = [];
  const digest = createHash('sha256');
  await new Promise<void>((resolve, reject) => {
    parser.on('field', (name, value, info) => {
      if (info.valueTruncated || info.nameTruncated || name in fields) reject(unreadable());
      else fields[name] = value;
    });
    parser.on('file', (name, stream, info) => {
      if (name !== 'file' || files.length > 0) {
        // thrown away, yet a form that ends in the middle of it is told to the stream
        stream.on('error', () => reject(unreadable())).resume();
        return;
      }
      const path = join(folder, randomUUID());
      // what is not wanted any more is not received either
      stream.on('limit', () => {
        reject(tooLarge(maxBytes));
      });
      stream.on('data', (chunk: Buffer) => digest.update(chunk));
      const written = pipeline(stream, createWriteStream(path));
      written.catch((error: unknown) => reject(isCutOff(error) ? unreadable() : error));
      files.push({ path, fileName: (info.filename ?? '未命名').slice(-120), written });
    });
    parser.on('close', resolve);
    parser.on('error', () => reject(unreadable()));
    request.on('aborted', () => reject(unreadable()));
    // gone while his permission was looked at: nothing will ever be said of him again
    if (request.destroyed) reject(unreadable());
    request.pipe(parser);
  });
  const file = files[0];
  if (!file) throw unreadable();
  await file.written;
  return { path: file.path, fileName: file.fileName, sha256: digest.digest('hex'), fields };
}

function openParser(request: Request, maxBytes: number): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files: 1, fileSize: maxBytes, fields: 20, fieldSize: 4096, parts: 24 },
    });
  } catch {
    throw unreadable();
  }
}
