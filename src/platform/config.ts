import { z } from 'zod';

const shape = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  /** Owner of the schema: migrations only, and in development the login behind the two lower roles. */
  DATABASE_URL: z.string().min(1).optional(),
  DATABASE_APP_URL: z.string().min(1).optional(),
  DATABASE_WORKER_URL: z.string().min(1).optional(),
  REDIS_URL: z.string().min(1).optional(),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.string().default('http://127.0.0.1:3000'),
  SIFANG_HOME: z.string().default('.sifang'),
  /**
   * 32 bytes, base64: encrypts personal numbers and keys their blind index. Development makes one in
   * SIFANG_HOME.
   */
  SIFANG_KEY: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  APP_POOL: z.coerce.number().int().min(1).max(200).default(10),
  WORKER_POOL: z.coerce.number().int().min(1).max(200).default(8),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4),
  /** How long a job whose worker fell silent waits before another one takes it. */
  WORKER_LOCK_SECONDS: z.coerce.number().int().min(5).max(600).default(60),
  SESSION_HOURS: z.coerce.number().int().min(1).max(24).default(8),
  /** Paths of font files for characters that the built-in fonts lack, separated by colons. */
  EXTRA_FONTS: z.string().default(''),
  TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
});

export interface Config {
  readonly mode: 'development' | 'test' | 'production';
  readonly databaseUrl: string | null;
  readonly appUrl: string | null;
  readonly workerUrl: string | null;
  readonly redisUrl: string | null;
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  readonly home: string;
  readonly key: string | null;
  readonly logLevel: string;
  readonly appPool: number;
  readonly workerPool: number;
  readonly workerConcurrency: number;
  readonly workerLockSeconds: number;
  readonly sessionHours: number;
  readonly trustProxy: number;
  readonly extraFonts: readonly string[];
}

/** Reads the settings of the environment; throws one readable error that names every wrong variable. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = shape.safeParse(env);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`wrong settings: ${names.join('; ')}`);
  }
  const value = parsed.data;
  return {
    mode: value.NODE_ENV,
    databaseUrl: value.DATABASE_URL ?? null,
    appUrl: value.DATABASE_APP_URL ?? null,
    workerUrl: value.DATABASE_WORKER_URL ?? null,
    redisUrl: value.REDIS_URL ?? null,
    port: value.PORT,
    host: value.HOST,
    publicUrl: value.PUBLIC_URL.replace(/\/$/, ''),
    home: value.SIFANG_HOME,
    key: value.SIFANG_KEY ?? null,
    logLevel: value.LOG_LEVEL,
    appPool: value.APP_POOL,
    workerPool: value.WORKER_POOL,
    workerConcurrency: value.WORKER_CONCURRENCY,
    workerLockSeconds: value.WORKER_LOCK_SECONDS,
    sessionHours: value.SESSION_HOURS,
    trustProxy: value.TRUST_PROXY,
    extraFonts: value.EXTRA_FONTS.split(':').filter((path) => path !== ''),
  };
}
