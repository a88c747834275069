import type { Response } from 'express';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isCutOff } from './cut-off.ts';

/** A file as the reply of an endpoint; the stream opens after the transaction has ended. */
export class FileReply {
  readonly mediaType: string;
  readonly fileName: string;
  readonly open: () => Readable;
  constructor(mediaType: string, fileName: string, open: () => Readable) {
    this.mediaType = mediaType;
    this.fileName = fileName;
    this.open = open;
  }
}

/** Streams the file; a reader who goes away before its end is no fault of ours. */
export async function sendFile(response: Response, file: FileReply): Promise<void> {
  response.status(200).type(file.mediaType);
  const name = encodeURIComponent(file.fileName);
  response.setHeader('content-disposition', `attachment; filename*=UTF-8''${name}`);
  try {
    await pipeline(file.open(), response);
  } catch (error) {
    if (!isCutOff(error)) throw error;
  }
}
