const SUITES = new Set(['describe', 'suite', 'it', 'test']);
const PARKED = new Set(['only', 'skip', 'todo', 'fails']);

const rootName = (node) => (node.type === 'MemberExpression' ? rootName(node.object) : node.name);

/** A test runs or does not exist. What needs an absent service says so with `skipIf`; `.ci/run` counts it. */
export const noParkedTests = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { parked: '.{{modifier}} parks a test: finish it or delete it.' },
  },
  create(context) {
    return {
      MemberExpression(node) {
        if (!PARKED.has(node.property.name) || !SUITES.has(rootName(node))) return;
        context.report({ node, messageId: 'parked', data: { modifier: node.property.name } });
      },
    };
  },
};
