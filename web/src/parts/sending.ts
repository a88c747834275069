import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import { call, type Input, type OperationId } from '../api/call.ts';
import { operation } from '../api/operations.ts';
import type { Problem } from '../api/problem.ts';
import { actName } from './act-name.ts';
import { useAround } from './around.ts';
import { pathOf } from './file-link.tsx';
import type { Row } from './row.ts';

/** What a form holds, by the names of the request. */
export type Values = Record<string, unknown>;

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0);

/** Nothing typed means nothing sent: an empty field, or a group of them, is left out. */
function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filled);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([name, one]) => [name, filled(one)] as const)
    .filter(([, one]) => !isEmpty(one));
  return Object.fromEntries(entries);
}

function formOf(values: Values, file: Blob | null): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, String(value));
  if (file) form.set('file', file);
  return form;
}

/** The faults of a refusal beside the fields they name. */
export const faultsOf = (problem: Problem) =>
  problem.errors.map(({ pointer, detail }) => ({
    name: pointer
      .split('/')
      .filter(Boolean)
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
    errors: [detail],
  }));

/** What is sent: the act, on what, under which key. */
export interface Sent {
  readonly act: OperationId;
  readonly id?: string | undefined;
  readonly actKey: string;
}

export interface Sending {
  readonly busy: boolean;
  readonly error: unknown;
  readonly answer: Row | null;
  readonly send: (values: Values, file: File | null) => Promise<void>;
}

/** Sends an act under its key, and says what became of it. */
export function useSending({ act, id, actKey }: Sent, seals: Values = {}): Sending {
  const { media, path } = operation(act);
  const around = useAround();
  const [state, setState] = useState<Omit<Sending, 'send'>>({ busy: false, error: null, answer: null });
  const queries = useQueryClient();
  const { message } = App.useApp();
  const send = async (values: Values, file: File | null): Promise<void> => {
    setState({ busy: true, error: null, answer: null });
    const given = { ...(filled(values) as Values), ...seals };
    const sent = isUpload(media) ? { form: formOf(given, file) } : { body: given };
    try {
      const where = pathOf(path, [around, id ?? around]);
      const input = { path: where, key: actKey, ...sent } as unknown as Input<OperationId>;
      const answer = ((await call(act, input)) ?? {}) as Row;
      setState({ busy: false, error: null, answer });
      void message.success(`${actName(act)}：已办理`);
      await queries.invalidateQueries();
    } catch (error) {
      setState({ busy: false, error, answer: null });
    }
  };
  return { ...state, send };
}

export const isUpload = (media: string | undefined): boolean =>
  media !== undefined && media !== 'application/json';
