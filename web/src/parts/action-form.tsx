import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Flex, Form, Upload } from 'antd';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { call, type Input, type OperationId } from '../api/call.ts';
import { operation, type Schema } from '../api/operations.ts';
import { pageOfBegun } from '../desk/matters.ts';
import { Problem } from '../api/problem.ts';
import { actName } from './act-name.ts';
import { Facts } from './facts.tsx';
import { pathOf } from './file-link.tsx';
import { useAround } from './around.ts';
import { Refusal } from './refusal.tsx';
import type { Row } from './row.ts';
import { SchemaFields } from './schema-fields.tsx';

type Values = Record<string, unknown>;

/** What tells that the record did not change meanwhile: it is taken from the record, nobody types it. */
const isSeal = (name: string): boolean => name.endsWith('_hash') || name.endsWith('version');

function sealsOf(schema: Schema, record: Row = {}): Values {
  const names = Object.keys(schema.properties ?? {}).filter((name) => isSeal(name) && name in record);
  return Object.fromEntries(names.map((name) => [name, record[name]]));
}

const without = (schema: Schema, names: readonly string[]): Schema => ({
  ...schema,
  properties: Object.fromEntries(
    Object.entries(schema.properties ?? {}).filter(([name]) => !names.includes(name)),
  ),
});

/** Nothing typed means nothing sent: an empty field is left out, not an empty text. */
function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filled);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([name, one]) => [name, filled(one)] as const)
    .filter(([, one]) => one !== undefined && one !== null && one !== '');
  return Object.fromEntries(entries);
}

function formOf(values: Values, file: Blob | null): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, String(value));
  if (file) form.set('file', file);
  return form;
}

/** The faults of a refusal beside the fields they name. */
const faultsOf = (problem: Problem) =>
  problem.errors.map(({ pointer, detail }) => ({
    name: pointer
      .split('/')
      .filter(Boolean)
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
    errors: [detail],
  }));

export interface ActionProps {
  readonly act: OperationId;
  /** The number of what is acted on; none where something begins. */
  readonly id?: string;
  /** What is acted on as it was read: what the act must name of it nobody types. */
  readonly record?: Row;
  readonly small?: boolean;
  readonly primary?: boolean;
}

interface ActionFormProps extends ActionProps {
  readonly actKey: string;
  readonly done: () => void;
}

interface Sending {
  readonly busy: boolean;
  readonly error: unknown;
  readonly answer: Row | null;
  readonly send: (values: Values, file: File | null) => Promise<void>;
}

/** Sends an act under its key, and says what became of it. */
function useSending({ act, id, actKey }: ActionFormProps, seals: Values): Sending {
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

const isUpload = (media: string | undefined): boolean => media !== undefined && media !== 'application/json';

/** What an act asks, filled in and sent once; then what it answered. */
export function ActionForm(props: ActionFormProps): ReactNode {
  const { act, record, done } = props;
  const { body = {}, media } = operation(act);
  const seals = useMemo(() => sealsOf(body, record), [body, record]);
  const schema = useMemo(() => without(body, ['file', ...Object.keys(seals)]), [body, seals]);
  const [file, setFile] = useState<File | null>(null);
  const [form] = Form.useForm<Values>();
  const { busy, error, answer, send } = useSending(props, seals);
  useEffect(() => {
    if (error instanceof Problem) form.setFields(faultsOf(error));
  }, [error, form]);
  const page = answer ? pageOfBegun(act, answer) : null;
  if (answer) {
    return (
      <Flex vertical gap={12} align="start">
        <Alert type="success" showIcon title={`${actName(act)}：已办理`} />
        <Facts record={answer} />
        {page ? <Link to={page}>打开新办理的事项</Link> : null}
        <Button type="primary" onClick={done}>
          完成
        </Button>
      </Flex>
    );
  }
  return (
    <Form form={form} layout="vertical" disabled={busy} onFinish={(values) => void send(values, file)}>
      <SchemaFields schema={schema} />
      {isUpload(media) ? <FileField choose={setFile} /> : null}
      <Refusal error={error} />
      <Button type="primary" htmlType="submit" loading={busy}>
        {busy ? '正在确认…' : '提交'}
      </Button>
    </Form>
  );
}

const FileField = ({ choose }: { readonly choose: (file: File) => void }): ReactNode => (
  <Form.Item label="文件" required>
    <Upload
      maxCount={1}
      beforeUpload={(chosen) => {
        choose(chosen);
        return false;
      }}
    >
      <Button>选择文件</Button>
    </Upload>
  </Form.Item>
);
