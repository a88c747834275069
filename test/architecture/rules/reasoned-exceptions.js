/** Every exception to a rule says why it is one. */
export const reasonedExceptions = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { reason: 'Write the reason after ` -- `: eslint-disable-… rule -- because …' },
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (!/^\s*eslint-disable/.test(comment.value) || /\s--\s+\S/.test(comment.value)) continue;
          context.report({ loc: comment.loc, messageId: 'reason' });
        }
      },
    };
  },
};
