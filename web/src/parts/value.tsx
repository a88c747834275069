import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { valueWord } from '../words.ts';

const YUAN = /^-?\d+\.\d{2}$/;
const RATE = /(percent|per_mille|_times|ratio|weight|units|score)$/;

/** Whether a value of this name is yuan, as the API writes them. */
export const isYuan = (name: string, value: unknown): boolean =>
  typeof value === 'string' && YUAN.test(value) && !RATE.test(name);

/** Yuan with thousands separators, as the API gives them: text, never a number of the browser. */
export function groupThousands(yuan: string): string {
  const [whole = '', cents = '00'] = yuan.split('.');
  return `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}.${cents}`;
}

export const Amount = ({ yuan }: { readonly yuan: string }): ReactNode => (
  <span className="amount">{groupThousands(yuan)}</span>
);

const DONE = new Set([
  'accepted',
  'active',
  'approved',
  'confirmed',
  'cured',
  'disbursed',
  'filed',
  'imported',
  'in_force',
  'lifted',
  'met',
  'paid',
  'settled',
  'valid',
]);
const WRONG = new Set([
  'barred',
  'defaulted',
  'disputed',
  'failed',
  'forbidden',
  'missed',
  'overdue',
  'refused',
  'rejected',
  'returned',
  'revoked',
  'suspended',
  'tripped',
  'written_off',
]);
const OVER = new Set([
  'archived',
  'cancelled',
  'closed',
  'dropped',
  'ended',
  'replaced',
  'superseded',
  'withdrawn',
]);

function colourOf(state: string): string {
  if (DONE.has(state)) return 'success';
  if (WRONG.has(state)) return 'error';
  return OVER.has(state) ? 'default' : 'processing';
}

/** A state by its word, and a colour beside it. */
export const StateTag = ({ state, name = 'state' }: { state: string; name?: string }): ReactNode => (
  <Tag color={colourOf(state)}>{valueWord(name, state)}</Tag>
);

/** A moment as the clock on the wall of the office shows it, wherever the server stands. */
const MOMENT = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** Any value of a reply as a person reads it. */
export function Value({ name, value }: { readonly name: string; readonly value: unknown }): ReactNode {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map((one) => valueWord(name, String(one))).join('、');
  if (typeof value !== 'string') return JSON.stringify(value);
  if (name === 'state' || name.endsWith('_state')) return <StateTag state={value} name={name} />;
  if (isYuan(name, value)) return <Amount yuan={value} />;
  if (name === 'at' || name.endsWith('_at')) return MOMENT.format(new Date(value));
  return valueWord(name, value);
}
