const BETWEEN_ON_A_DATE = /(?:_on|_at|_from|_to|_until|date|day)\s+(?:not\s+)?between\b/i;

/** Periods are half-open, BETWEEN is closed: on dates it counts the last day twice. */
export const halfOpenDates = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { between: 'BETWEEN includes its end; write `>= from and < to`.' },
  },
  create(context) {
    const check = (node, text) => {
      if (BETWEEN_ON_A_DATE.test(text)) context.report({ node, messageId: 'between' });
    };
    return {
      Literal: (node) => typeof node.value === 'string' && check(node, node.value),
      TemplateElement: (node) => check(node, node.value.raw),
    };
  },
};
