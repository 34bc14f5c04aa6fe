import { storableText } from '@vcp/database';
import { type RawBuilder, sql } from 'kysely';
import type { ExactNode, ExistsNode, QueryNode, RangeNode, TextNode } from '../../query/node.ts';
import { printQuery } from '../../query/print-query.ts';
import { FIELD_NUMBERS } from '../term-fields.ts';
import { KEY } from '../text-index.ts';
import type { ResolvedQuery } from './resolve-query.ts';

/**
 * A query as the databases can run it: tokens and phrases that the text index answers, and `rows`
 * (a subquery that yields `seq`s) for what it cannot.
 */
export type Expression =
  | { readonly op: 'all' }
  | { readonly op: 'token'; readonly token: string }
  | { readonly op: 'phrase'; readonly text: TextNode }
  | { readonly op: 'and' | 'or'; readonly list: readonly Expression[] }
  | { readonly op: 'not'; readonly of: Expression }
  | {
      readonly op: 'rows';
      /** Says what it asks for: equal keys, equal rows. */
      readonly key: string;
      readonly seqs: RawBuilder<unknown>;
    };

/** What the query asks for, of what those who hold the scopes may see. */
export function visibleExpression(query: QueryNode, resolved: ResolvedQuery): Expression {
  const restricted: Expression = { op: 'token', token: KEY.restricted };
  const open: Expression = { op: 'not', of: restricted };
  const own = resolved.scopes.map((id): Expression => ({ op: 'token', token: KEY.term(id) }));
  const visible: Expression = own.length === 0 ? open : { op: 'or', list: [open, ...own] };
  return conjunction([toExpression(query, resolved), visible]);
}

/** The phrases that a hit may contain: what relevance is measured by. */
export function wantedPhrases(query: QueryNode): TextNode[] {
  switch (query.kind) {
    case 'text':
      return [query];
    case 'and':
    case 'or':
      return query.nodes.flatMap(wantedPhrases);
    default:
      return [];
  }
}

function toExpression(node: QueryNode, resolved: ResolvedQuery): Expression {
  switch (node.kind) {
    case 'all':
      return { op: 'all' };
    case 'text':
      return { op: 'phrase', text: node };
    case 'label':
      return resolved.labelExpression(node);
    case 'flag': {
      const superseded: Expression = { op: 'token', token: KEY.superseded };
      return node.value ? { op: 'not', of: superseded } : superseded;
    }
    case 'exists':
      return { op: 'rows', key: printQuery(node), seqs: rowsWith(node) };
    case 'exact':
      return { op: 'rows', key: printQuery(node), seqs: rowsNamed(node) };
    case 'range':
      return { op: 'rows', key: printQuery(node), seqs: rowsBetween(node) };
    case 'not':
      return { op: 'not', of: toExpression(node.node, resolved) };
    case 'and':
      return conjunction(node.nodes.map((one) => toExpression(one, resolved)));
    case 'or':
      return { op: 'or', list: node.nodes.map((one) => toExpression(one, resolved)) };
  }
}

function conjunction(list: readonly Expression[]): Expression {
  return { op: 'and', list: list.flatMap((one) => (one.op === 'and' ? one.list : [one])) };
}

function rowsWith({ field }: ExistsNode): RawBuilder<unknown> {
  switch (field) {
    case 'name':
    case 'description':
      return sql`select seq from dataset where ${sql.ref(field)} <> ''`;
    case 'cell_count':
      return sql`select dataset as seq from dataset_measure where cell_count is not null`;
    case 'published':
      return sql`select dataset as seq from dataset_measure where published_time is not null`;
    default:
      return sql`select dataset as seq from dataset_term where field = ${FIELD_NUMBERS[field]}`;
  }
}

function rowsNamed({ field, value }: ExactNode): RawBuilder<unknown> {
  return sql`select seq from dataset where ${sql.ref(field)} = ${storableText(value)}`;
}

function rowsBetween({ field, from, to }: RangeNode): RawBuilder<unknown> {
  const column = sql.ref(field === 'published' ? 'published_time' : field);
  const conditions: RawBuilder<unknown>[] = [];
  if (from) conditions.push(sql`${column} ${sql.raw(from.inclusive ? '>=' : '>')} ${from.value}`);
  if (to) conditions.push(sql`${column} ${sql.raw(to.inclusive ? '<=' : '<')} ${to.value}`);
  return sql`select dataset as seq from dataset_measure where ${sql.join(conditions, sql` and `)}`;
}
