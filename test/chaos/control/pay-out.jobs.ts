import { z } from 'zod';
import { defineJob } from '../../../src/platform/queue/define-job.ts';

/** Pays every line of one request out, once for every time it is run. */
export const payOutJob = defineJob({
  name: 'chaos.pay-out',
  payload: z.strictObject({ request_id: z.string() }),
});

/** What the deliberately broken service keeps. Nothing forbids a second effect of one request. */
export const CONTROL_TABLES = `
  create table chaos_request (
    key text primary key,
    id bigint generated always as identity unique,
    kind text not null check (kind in ('payout', 'list', 'compensation')),
    lines int not null,
    fen bigint not null
  );
  create table chaos_effect (
    id bigint generated always as identity primary key,
    request_id bigint not null,
    line int not null,
    fen bigint not null
  );
  grant select, insert, update on chaos_request, chaos_effect to sifang_worker;`;
