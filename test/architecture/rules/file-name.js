import path from 'node:path';

const BANNED = /^(?:util|helper|manager|common|misc|data|info|process)s?$/;
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** The parts after the first dot (`.store`, `.test`, `.zh-cn`) are kinds, not names. */
const baseName = (filename) => path.basename(filename).replace(/^[.]/, '').split('.')[0] ?? '';

/** A file says in the office's words what it holds. */
export const fileName = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      kebab: '"{{name}}" is not kebab-case.',
      banned: '"{{word}}" says nothing about what the file holds: name it after its main export.',
      numbered: '"{{name}}" is a numbered continuation: split by meaning instead.',
    },
  },
  create(context) {
    const name = baseName(context.filename);
    return {
      Program(node) {
        if (!KEBAB.test(name) && !/^\d{14}_/.test(name))
          context.report({ node, messageId: 'kebab', data: { name } });
        if (/-\d$/.test(name)) context.report({ node, messageId: 'numbered', data: { name } });
        const word = name.split('-').find((part) => BANNED.test(part));
        if (word !== undefined) context.report({ node, messageId: 'banned', data: { word } });
      },
    };
  },
};
