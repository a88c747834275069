const LIMIT = 110;
const DIRECTIVE = /^[\s*]*(?:eslint|@ts-|prettier-|global\b|c8 |v8 )/;
/** A line that goes on with a sentence: no blank line, list item, tag, table or indented example. */
const PROSE = /^(?![-*@|#\s]|\d+[.)] )./;
const OPENS_AFTER = /[\s，。；：、）」》]/;

/** Where a text must break so that its first part fits: after the last blank or Chinese stop, else hard. */
function breakAt(text, room) {
  for (let at = room; at > room / 2; at -= 1) if (OPENS_AFTER.test(text[at - 1] ?? '')) return at;
  return room;
}

function wrap(text, prefix) {
  const lines = [];
  let rest = text.trim();
  while (prefix.length + rest.length > LIMIT) {
    const at = breakAt(rest, LIMIT - prefix.length);
    lines.push(prefix + rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return [...lines, prefix + rest];
}

const rewrapLine = (comment, indent) => wrap(comment.value, `${indent}// `).join('\n').trimStart();

/** What hangs over the end of a long line opens the next one, where that goes on with the same sentence. */
function pour(lines, prefix) {
  const poured = [];
  let rest = '';
  for (const line of lines) {
    const goesOn = rest !== '' && PROSE.test(line);
    if (rest !== '' && !goesOn) poured.push(prefix + rest);
    const text = goesOn ? `${rest} ${line}` : line;
    const wrapped = text === '' ? [prefix.trimEnd()] : wrap(text, prefix + (/^\s*/.exec(text)?.[0] ?? ''));
    rest = wrapped.length > 1 ? (wrapped.pop() ?? '').slice(prefix.length) : '';
    poured.push(...wrapped);
  }
  return rest === '' ? poured : [...poured, prefix + rest];
}

function rewrapBlock(comment, indent) {
  const opening = comment.value.startsWith('*') ? '/**' : '/*';
  const lines = comment.value.replace(/^\*/, '').split('\n');
  const texts = lines.map((line, index) => line.replace(index === 0 ? /^ / : /^\s*\* ?/, '').trimEnd());
  const body = texts.filter((text, index) => text !== '' || (index > 0 && index < texts.length - 1));
  return [opening, ...pour(body, `${indent} * `), `${indent} */`].join('\n');
}

/** Prettier keeps code within 110 columns but leaves comments as they are; `eslint --fix` wraps them. */
export const commentWidth = {
  meta: {
    type: 'layout',
    fixable: 'whitespace',
    schema: [],
    messages: { long: `A comment reaches beyond column ${LIMIT}.` },
  },
  create(context) {
    const { sourceCode } = context;
    const fix = (comment) => (fixer) => {
      const indent = (sourceCode.lines[comment.loc.start.line - 1] ?? '').slice(0, comment.loc.start.column);
      if (indent.trim() !== '' || DIRECTIVE.test(comment.value)) return null;
      const text = comment.type === 'Line' ? rewrapLine(comment, indent) : rewrapBlock(comment, indent);
      return fixer.replaceText(comment, text);
    };
    return {
      Program() {
        for (const comment of sourceCode.getAllComments()) {
          const { start, end } = comment.loc;
          const lines = sourceCode.lines.slice(start.line - 1, end.line);
          const endsLine = (sourceCode.lines[end.line - 1] ?? '').length === end.column;
          if (!endsLine || DIRECTIVE.test(comment.value) || !lines.some((line) => line.length > LIMIT))
            continue;
          context.report({ loc: comment.loc, messageId: 'long', fix: fix(comment) });
        }
      },
    };
  },
};
