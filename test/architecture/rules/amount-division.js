import ts from 'typescript';

const DIVISIONS = new Set(['/', '%', '/=', '%=']);
const TO_FLOAT = new Set(['Number', 'parseFloat']);

const isBigint = (type) =>
  type.isUnionOrIntersection() ? type.types.some(isBigint) : (type.flags & ts.TypeFlags.BigIntLike) !== 0;

const isFen = (type) =>
  type.aliasSymbol?.name === 'Fen' ||
  (type.isIntersection() && isBigint(type)) ||
  (type.isUnion() && type.types.some(isFen));

/** Dividing an amount rounds it, and rounding is done in one place: the kernel. */
export const amountDivision = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      division:
        '`{{operator}}` on a bigint drops fen silently: use the rounding and allocation of kernel/money.',
      float: '{{name}}() turns an amount into a float: stay in Fen, or use Exact for ratios.',
    },
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    const checkDivision = (node) => {
      if (!DIVISIONS.has(node.operator)) return;
      if (![node.left, node.right].some((side) => isBigint(services.getTypeAtLocation(side)))) return;
      context.report({ node, messageId: 'division', data: { operator: node.operator } });
    };
    return {
      BinaryExpression: checkDivision,
      AssignmentExpression: checkDivision,
      CallExpression(node) {
        const [argument] = node.arguments;
        if (!TO_FLOAT.has(node.callee.name) || argument === undefined) return;
        if (!isFen(services.getTypeAtLocation(argument))) return;
        context.report({ node, messageId: 'float', data: { name: node.callee.name } });
      },
    };
  },
};
