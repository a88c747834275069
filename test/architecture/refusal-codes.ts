import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from './expectations.ts';

const CODE = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/;

/** A function that makes a code of one of its parameters: of which, and what it sets around it. */
interface Maker {
  readonly index: number;
  readonly before: string;
  readonly after: string;
}

export const sourcesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name));

/** Every code of a refusal that the sources of a folder can answer with, however it is put together. */
export function refusalCodes(folder: string): string[] {
  const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const files = sourcesUnder(folder);
  const program = ts.createProgram(files, options);
  return new CodeReader(program, new Set(files)).read();
}

class CodeReader {
  readonly #checker: ts.TypeChecker;
  readonly #sources: readonly ts.SourceFile[];
  readonly #codes = new Set<string>();
  readonly #makers = new Map<ts.Node, Maker[]>();
  readonly #calls: ts.CallExpression[] = [];

  constructor(program: ts.Program, files: ReadonlySet<string>) {
    this.#checker = program.getTypeChecker();
    this.#sources = program.getSourceFiles().filter(({ fileName }) => files.has(path.resolve(fileName)));
  }

  read(): string[] {
    for (const source of this.#sources) this.#visit(source);
    // one function may hand its code on to another
    for (let before = -1; before !== this.#size();) {
      before = this.#size();
      for (const call of this.#calls) this.#follow(call);
    }
    return [...this.#codes].sort();
  }

  #size(): number {
    return this.#codes.size + [...this.#makers.values()].flat().length;
  }

  #visit(node: ts.Node): void {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'code') this.#take(node.initializer, '', '');
    if (ts.isVariableDeclaration(node) && node.name.getText() === 'code' && node.initializer)
      this.#take(node.initializer, '', '');
    if (ts.isShorthandPropertyAssignment(node) && node.name.text === 'code')
      this.#hand(this.#checker.getShorthandAssignmentValueSymbol(node), '', '');
    if (ts.isCallExpression(node)) this.#calls.push(node);
    ts.forEachChild(node, (child) => this.#visit(child));
  }

  /** What an expression can be, between what is set before and after it. */
  #take(expression: ts.Expression, before: string, after: string): void {
    if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression))
      return this.#take(expression.expression, before, after);
    if (ts.isConditionalExpression(expression)) {
      this.#take(expression.whenTrue, before, after);
      return this.#take(expression.whenFalse, before, after);
    }
    if (ts.isBinaryExpression(expression)) return this.#take(expression.right, before, after);
    if (ts.isTemplateExpression(expression)) {
      const [span, ...more] = expression.templateSpans;
      if (!span || more.length > 0) return;
      return this.#take(span.expression, before + expression.head.text, span.literal.text + after);
    }
    if (ts.isCallExpression(expression)) return this.#takeCall(expression, before, after);
    this.#takeValue(expression, before, after);
  }

  /** A function of one expression, `code('x')`, is read as that expression. */
  #takeCall(call: ts.CallExpression, before: string, after: string): void {
    const declared = this.#checker.getResolvedSignature(call)?.declaration;
    if (!declared || !ts.isArrowFunction(declared) || !ts.isTemplateExpression(declared.body)) return;
    const [span] = declared.body.templateSpans;
    const [given] = call.arguments;
    if (span && given) this.#take(given, before + declared.body.head.text, span.literal.text + after);
  }

  #takeValue(expression: ts.Expression, before: string, after: string): void {
    const type = this.#checker.getTypeAtLocation(expression);
    const parts = type.isUnion() ? type.types : [type];
    for (const part of parts) {
      const code = part.isStringLiteral() ? `${before}${part.value}${after}` : '';
      if (CODE.test(code)) this.#codes.add(code);
    }
    if (ts.isIdentifier(expression)) this.#hand(this.#checker.getSymbolAtLocation(expression), before, after);
  }

  /** A parameter: the codes are those that its callers give. */
  #hand(symbol: ts.Symbol | undefined, before: string, after: string): void {
    const declared = symbol?.valueDeclaration;
    if (!declared || !ts.isParameter(declared)) return;
    const index = declared.parent.parameters.indexOf(declared);
    const known = this.#makers.get(declared.parent) ?? [];
    if (known.some((maker) => maker.index === index && maker.before === before && maker.after === after))
      return;
    this.#makers.set(declared.parent, [...known, { index, before, after }]);
  }

  #follow(call: ts.CallExpression): void {
    const declared = this.#checker.getResolvedSignature(call)?.declaration;
    for (const { index, before, after } of (declared && this.#makers.get(declared)) ?? []) {
      const given = call.arguments[index];
      if (given) this.#take(given, before, after);
    }
  }
}
