import { jsonRows } from '@vcp/database';
import { sql } from 'kysely';
import type { LabelNode, QueryNode } from '../../query/node.ts';
import { printQuery } from '../../query/print-query.ts';
import type { CatalogHandle } from '../tables.ts';
import { FIELD_NUMBERS } from '../term-fields.ts';
import { KEY } from '../text-index.ts';
import type { Expression } from './expression.ts';

/** What a query needs to know of the catalog before it can run. */
export interface ResolvedQuery {
  /** The state of the catalog. */
  readonly version: number;
  /** The newest dataset. */
  readonly newest: number;
  /** The terms of those scopes that occur. */
  readonly scopes: readonly number[];
  /** A label clause by the terms that it matches. */
  labelExpression(node: LabelNode): Expression;
}

/** A clause that matches more terms than this asks the tables instead of the text index. */
const MOST_TERMS = { sqlite: 250, postgres: 12 } as const;
const SCOPE = -1;
const STATE = -2;

/** Finds the terms that label clauses match, those of the scopes, and the state. One round trip. */
export async function resolveQuery(
  { db, dialect }: CatalogHandle,
  query: QueryNode,
  visibleScopes: readonly string[],
): Promise<ResolvedQuery> {
  const most = MOST_TERMS[dialect];
  const labels = [...new Map(labelsIn(query).map((node) => [keyOf(node), node])).values()];
  const parts = [
    sql`select ${sql.lit(STATE)} as clause, coalesce((select max(seq) from dataset), 0) as id, version
      from catalog_version`,
  ];
  if (visibleScopes.length > 0) {
    const held = visibleScopes.map((scope) => [scope]);
    parts.push(sql`select ${sql.lit(SCOPE)}, term.id, 0
      from ${jsonRows(dialect, { value: 'text' }, held)} as held
      join term on term.field = ${FIELD_NUMBERS.scope} and term.value = held.value`);
  }
  for (const [clause, node] of labels.entries())
    parts.push(sql`select * from (
      select ${sql.lit(clause)}, id, 0 from term
      where field = ${FIELD_NUMBERS[node.field]} and words like ${likePattern(node)}
      limit ${sql.lit(most + 1)}) as matching`);
  const { rows } = await sql<{ clause: number; id: number; version: number }>`
    ${sql.join(parts, sql` union all `)}`.execute(db);
  const state = rows.find(({ clause }) => clause === STATE);
  const terms = new Map<string, number[]>(
    labels.map((node, index) => [
      keyOf(node),
      rows.filter(({ clause }) => clause === index).map(({ id }) => id),
    ]),
  );
  return {
    version: state?.version ?? 0,
    newest: state?.id ?? 0,
    scopes: rows.filter(({ clause }) => clause === SCOPE).map(({ id }) => id),
    labelExpression: (node) => expressionOf(node, terms.get(keyOf(node)) ?? [], most),
  };
}

function expressionOf(node: LabelNode, ids: readonly number[], most: number): Expression {
  if (ids.length > most)
    return {
      op: 'rows',
      key: printQuery(node),
      seqs: sql`select dataset as seq from dataset_term where field = ${FIELD_NUMBERS[node.field]} and term in (
        select id from term where field = ${FIELD_NUMBERS[node.field]} and words like ${likePattern(node)})`,
    };
  return { op: 'or', list: ids.map((id) => ({ op: 'token', token: KEY.term(id) })) };
}

function labelsIn(query: QueryNode): LabelNode[] {
  switch (query.kind) {
    case 'label':
      return [query];
    case 'not':
      return labelsIn(query.node);
    case 'and':
    case 'or':
      return query.nodes.flatMap(labelsIn);
    default:
      return [];
  }
}

/** Words hold only letters and digits, so nothing but our `*` is a wildcard here. */
function likePattern({ words }: LabelNode): string {
  return `% ${words.join(' ').replaceAll('*', '%')} %`;
}

function keyOf({ field, words }: LabelNode): string {
  return `${field}:${words.join(' ')}`;
}
