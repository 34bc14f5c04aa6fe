import type { Bound, QueryNode, RangeNode } from './node.ts';

/** Writes a query so that parsing it gives the same node again. Equal nodes print equally. */
export function printQuery(node: QueryNode): string {
  switch (node.kind) {
    case 'all':
      return '*';
    case 'text':
      return `${node.field ? `${node.field}:` : ''}${printWords(node.words, node.prefix)}`;
    case 'label':
      return `${node.field}:${printWords(
        node.words,
        node.words.some((word) => word.includes('*')),
      )}`;
    case 'exists':
      return `${node.field}:*`;
    case 'flag':
      return `${node.field}:${node.value}`;
    case 'exact':
      return `${node.field}:"${node.value.replaceAll(/["\\]/g, '\\$&')}"`;
    case 'range':
      return `${node.field}:${printRange(node)}`;
    case 'not':
      return `NOT ${printInner(node.node)}`;
    case 'and':
    case 'or':
      return node.nodes.map(printInner).join(` ${node.kind.toUpperCase()} `);
  }
}

function printInner(node: QueryNode): string {
  const text = printQuery(node);
  return node.kind === 'and' || node.kind === 'or' ? `(${text})` : text;
}

/** In quotes a `*` would be nothing, so words with wildcards are held together by `\ `. */
function printWords(words: readonly string[], wildcards: boolean): string {
  if (wildcards) {
    const text = words.join('\\ ');
    return text.endsWith('*') || words.some((word) => word.includes('*')) ? text : `${text}*`;
  }
  return words.length === 1 ? words.join('') : `"${words.join(' ')}"`;
}

function printRange({ field, from, to }: RangeNode): string {
  const value = (bound: Bound | null) => {
    if (!bound) return '*';
    return field === 'published' ? new Date(bound.value).toISOString() : String(bound.value);
  };
  const open = from?.inclusive === false ? '{' : '[';
  const close = to?.inclusive === false ? '}' : ']';
  return `${open}${value(from)} TO ${value(to)}${close}`;
}
