import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';

/** Encrypts personal numbers field by field and makes the blind index that finds them again. */
export interface Cipher {
  /**
   * AES-256-GCM; `binding` (table and purpose) is authenticated, so a value cannot be moved to another field.
   */
  seal(plain: string, binding: string): string;
  open(sealed: string, binding: string): string;
  /** Keyed index for equality search; equal plain texts of one binding give equal indexes. */
  blindIndex(plain: string, binding: string): string;
}

const KEY_ID = 'k1';

export function createCipher(key: Buffer): Cipher {
  const encryption = Buffer.from(hkdfSync('sha256', key, '', 'sifang field encryption', 32));
  const indexing = Buffer.from(hkdfSync('sha256', key, '', 'sifang blind index', 32));
  return {
    seal(plain, binding) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', encryption, nonce).setAAD(Buffer.from(binding));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `${KEY_ID}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')}`;
    },
    open(sealed, binding) {
      const bytes = Buffer.from(sealed.slice(KEY_ID.length + 1), 'base64');
      const decipher = createDecipheriv('aes-256-gcm', encryption, bytes.subarray(0, 12))
        .setAAD(Buffer.from(binding))
        .setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
    blindIndex(plain, binding) {
      return createHmac('sha256', indexing).update(`${binding}\0${plain}`).digest('base64url').slice(0, 32);
    },
  };
}

/**
 * The installation's key: from the settings, or in development a file of its own that only its owner may
 * read.
 */
export function loadKey(config: Config): Buffer {
  if (config.key) {
    const key = Buffer.from(config.key, 'base64');
    if (key.length !== 32) throw new Error('SIFANG_KEY must be 32 bytes in base64');
    return key;
  }
  if (config.mode === 'production') throw new Error('SIFANG_KEY is required in production');
  const path = join(config.home, 'key');
  if (!existsSync(path)) {
    mkdirSync(config.home, { recursive: true });
    writeFileSync(path, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  }
  chmodSync(path, 0o600);
  return Buffer.from(readFileSync(path, 'utf8'), 'base64');
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code of 16 Crockford characters: 80 random bits, no letters that look like digits. */
export function randomCode(): string {
  return Array.from(randomBytes(16), (byte) => CROCKFORD[byte & 31]).join('');
}

/** An opaque bearer token of 256 random bits. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}
