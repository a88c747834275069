import { Button, DatePicker, Flex, Form, Input, InputNumber, Select, Switch } from 'antd';
import dayjs from 'dayjs';
import type { ReactElement, ReactNode } from 'react';
import type { Schema } from '../api/operations.ts';
import { fieldWord, valueWord } from '../words.ts';
import { CODES } from '../words/codes.ts';
import { Pick } from './pick.tsx';
import { PICKERS } from './pickers.ts';
import { kindOf, unwrap, type FieldKind } from './field-kind.ts';

type Path = readonly (string | number)[];

const DAY = 'YYYY-MM-DD';
const dayValue = {
  getValueProps: (value?: string) => ({ value: value ? dayjs(value) : null }),
  normalize: (value: dayjs.Dayjs | null) => value?.format(DAY),
};

function scalarOf(kind: FieldKind, schema: Schema): ReactElement {
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = schema;
  if (kind === 'number') return <InputNumber min={minimum} max={maximum} precision={0} />;
  if (kind === 'long-text') return <Input.TextArea rows={3} maxLength={schema.maxLength ?? 2000} showCount />;
  if (kind === 'yuan') return <Input inputMode="decimal" suffix="元" className="amount" />;
  if (kind === 'percent') return <Input inputMode="decimal" suffix="%" className="amount" />;
  return <Input maxLength={schema.maxLength ?? 200} />;
}

interface FieldProps {
  readonly name: string;
  readonly path: Path;
  readonly schema: Schema;
  readonly required: boolean;
}

function Records({ name, path, schema }: FieldProps): ReactNode {
  const item = unwrap(schema.items ?? {});
  return (
    <Form.List name={[...path]}>
      {(rows, { add, remove }) => (
        <fieldset>
          <legend>{fieldWord(name)}</legend>
          {rows.map((row) => (
            <Flex key={row.key} gap={8} align="end" wrap>
              <SchemaFields schema={item} path={[row.name]} />
              <Button onClick={() => remove(row.name)}>删除此行</Button>
            </Flex>
          ))}
          <Button onClick={() => add()}>增加一行</Button>
        </fieldset>
      )}
    </Form.List>
  );
}

/** The control of a field; the form gives it its value. */
function controlOf(kind: FieldKind, { name, schema, required }: FieldProps): ReactElement {
  const picker = PICKERS[name];
  if (picker) return <Pick picker={picker} many={kind === 'texts'} />;
  if (kind === 'day') return <DatePicker style={{ width: '100%' }} />;
  if (kind === 'flag') return <Switch checkedChildren="是" unCheckedChildren="否" />;
  const codes = CODES[name];
  if (kind !== 'choice' && kind !== 'texts' && !codes) return scalarOf(kind, schema);
  const choices = codes ?? (kind === 'texts' ? unwrap(schema.items ?? {}).enum : schema.enum) ?? [];
  const options = choices.map((value) => ({ value, label: valueWord(name, value) }));
  if (kind !== 'texts') return <Select allowClear={!required} options={options} />;
  return <Select mode={choices.length > 0 ? 'multiple' : 'tags'} options={options} />;
}

function Field(props: FieldProps): ReactNode {
  const { name, path, required } = props;
  const schema = unwrap(props.schema);
  const kind = kindOf(name, schema);
  if (kind === 'records') return <Records {...props} schema={schema} />;
  if (kind === 'record') {
    return (
      <fieldset>
        <legend>{fieldWord(name)}</legend>
        <SchemaFields schema={required ? schema : { ...schema, required: [] }} path={path} />
      </fieldset>
    );
  }
  const label = fieldWord(name);
  return (
    <Form.Item
      name={[...path]}
      label={label}
      rules={required && kind !== 'flag' ? [{ required: true, message: `请填写${label}` }] : []}
      {...(kind === 'day' ? dayValue : {})}
      {...(kind === 'flag' ? { valuePropName: 'checked' } : {})}
    >
      {controlOf(kind, { ...props, schema })}
    </Form.Item>
  );
}

/** The fields of a request, in the order of its schema; what is preset is filled in. */
export function SchemaFields({
  schema,
  path = [],
}: {
  readonly schema: Schema;
  readonly path?: Path;
}): ReactNode {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, one]) => (
    <Field key={name} name={name} path={[...path, name]} schema={one} required={required.has(name)} />
  ));
}
