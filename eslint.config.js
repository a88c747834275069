import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { sifang } from './test/architecture/rules/plugin.js';

const TYPESCRIPT = ['**/*.ts', '**/*.mts', '**/*.tsx'];
const TESTS = ['test/**/*.ts'];
const PURE = ['src/kernel/**/*.ts', 'src/domains/*/core/**/*.ts'];

/** Blocks that `test/architecture` holds against one violating fixture per rule. */
export const houseRules = [
  {
    name: 'sifang/everywhere',
    rules: {
      eqeqeq: 'error',
      complexity: ['error', 15],
      'max-depth': ['error', 3],
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme'] }],
      'sifang/comment-width': 'error',
      'sifang/file-name': 'error',
      'sifang/half-open-dates': 'error',
      'sifang/reasoned-exceptions': 'error',
    },
  },
  {
    name: 'sifang/typed',
    files: TYPESCRIPT,
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/max-params': ['error', { max: 4 }],
      '@typescript-eslint/no-base-to-string': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/restrict-plus-operands': ['error', { allowNullish: false }],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/unbound-method': 'error',
    },
  },
  {
    name: 'sifang/typed-through',
    files: ['src/**/*.ts', 'workers/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
    },
  },
  {
    name: 'sifang/amounts',
    files: ['src/**/*.ts', 'workers/**/*.ts'],
    ignores: ['src/kernel/**'],
    rules: { 'sifang/amount-division': 'error' },
  },
  { name: 'sifang/pure', files: PURE, rules: { 'sifang/pure': 'error' } },
  { name: 'sifang/faces', files: ['src/domains/*/index.ts'], rules: { 'max-lines': ['error', 40] } },
  { name: 'sifang/tests', files: TESTS, rules: { 'sifang/no-parked-tests': 'error' } },
];

/** Where a rule of the house does not apply, and why. */
const exceptions = [
  {
    name: 'the terminal is their output',
    files: ['src/cli/**', 'bench/**', '.ci/**'],
    rules: { 'no-console': 'off' },
  },
  {
    name: 'describe() holds a whole suite; a missing fixture value should fail the test',
    files: TESTS,
    rules: {
      'max-lines': ['error', 400],
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    name: 'plain SQL, never edited once landed',
    files: ['migrations/**'],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
];

export default defineConfig(
  {
    ignores: [
      '**/node_modules/',
      'dist/',
      'coverage/',
      '.sifang/',
      'web/src/api/schema.d.ts',
      'test/architecture/fixtures/',
    ],
  },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { sifang, '@typescript-eslint': tseslint.plugin },
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  { files: TYPESCRIPT, languageOptions: { parserOptions: { projectService: true } } },
  {
    name: 'papers indent with the ideographic space',
    rules: { 'no-irregular-whitespace': ['error', { skipTemplates: true, skipRegExps: true }] },
  },
  { rules: { '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }] } },
  {
    files: ['**/*.cjs', '**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: { module: 'writable', require: 'readonly', process: 'readonly', console: 'readonly' },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  ...houseRules,
  ...exceptions,
);
