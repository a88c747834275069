const IMPURE_GLOBALS = new Set([
  'Date',
  'process',
  'console',
  'performance',
  'crypto',
  'fetch',
  'globalThis',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
]);

/** Core and kernel decide; they do not wait, look at a clock, throw dice or talk. */
export const pure = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      global: '{{name}} reaches outside: core and kernel are pure; take the value as a parameter.',
      random: 'Math.random is no decision: core and kernel are pure; take the value as a parameter.',
      waits: 'core and kernel are synchronous: waiting belongs to an action.',
    },
  },
  create(context) {
    const waits = (node) => context.report({ node, messageId: 'waits' });
    return {
      ':function[async=true]': waits,
      AwaitExpression: waits,
      'ForOfStatement[await=true]': waits,
      ImportExpression: waits,
      'MemberExpression[object.name="Math"][property.name="random"]'(node) {
        context.report({ node, messageId: 'random' });
      },
      'Program:exit'(program) {
        const scope = context.sourceCode.getScope(program);
        const builtIn = scope.variables.filter((variable) => variable.defs.length === 0);
        const references = [...scope.through, ...builtIn.flatMap((variable) => variable.references)];
        for (const { identifier } of new Set(references)) {
          if (!IMPURE_GLOBALS.has(identifier.name)) continue;
          context.report({ node: identifier, messageId: 'global', data: { name: identifier.name } });
        }
      },
    };
  },
};
