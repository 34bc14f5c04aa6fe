import type { DialectName } from '@vcp/database';
import { type RawBuilder, sql } from 'kysely';
import type { Expression } from './expression.ts';
import { matchOf } from './match.ts';

/** A list of `seq`s that the database gives; equal keys mean equal lists. */
export interface SeqList {
  readonly op: 'list';
  readonly key: string;
  /** A subquery with one column, `seq`; it may repeat. */
  readonly seqs: RawBuilder<unknown>;
}

/** How to find what matches: lists from the database, put together here. */
export type Plan =
  | SeqList
  | { readonly op: 'and' | 'or'; readonly of: readonly Plan[] }
  | { readonly op: 'not'; readonly of: Plan };

/**
 * Plans an expression so that the text index is asked as few and as narrow questions as possible.
 * What is only left out (`not`) is a list of its own: those that most queries leave out, superseded
 * and restricted datasets, are then asked for once for all queries.
 */
export function planOf(dialect: DialectName, expression: Expression): Plan {
  if (isIndexed(expression)) return indexList(dialect, expression);
  switch (expression.op) {
    case 'all':
      return EVERYTHING;
    case 'rows':
      return { op: 'list', key: `rows ${expression.key}`, seqs: expression.seqs };
    case 'not':
      return { op: 'not', of: planOf(dialect, expression.of) };
    case 'and':
    case 'or': {
      const { op, list } = expression;
      const indexed = list.filter(isIndexed);
      const plans = list.filter((one) => !isIndexed(one)).map((one) => planOf(dialect, one));
      if (indexed.length > 0) plans.unshift(indexList(dialect, { op, list: indexed }));
      return { op, of: plans };
    }
    default:
      throw new TypeError('The text index answers tokens and phrases');
  }
}

/** All lists that a plan needs, each once. */
export function listsOf(plan: Plan): SeqList[] {
  const lists = new Map<string, SeqList>();
  const collect = (part: Plan, narrowed: boolean): void => {
    if (part.op === 'list') {
      lists.set(part.key, part);
    } else if (part.op === 'not') {
      if (!narrowed) lists.set(EVERYTHING.key, EVERYTHING);
      collect(part.of, false);
    } else {
      const narrows = part.op === 'and' && part.of.some(({ op }) => op !== 'not');
      for (const one of part.of) collect(one, narrows);
    }
  };
  collect(plan, false);
  return [...lists.values()];
}

/** All datasets: what is left out, is left out from these. */
export const EVERYTHING: SeqList = { op: 'list', key: 'all', seqs: sql`select seq from dataset` };

function isIndexed(expression: Expression): boolean {
  switch (expression.op) {
    case 'token':
    case 'phrase':
      return true;
    case 'and':
    case 'or':
      return expression.list.every(isIndexed);
    default:
      return false;
  }
}

function indexList(dialect: DialectName, expression: Expression): SeqList {
  const match = matchOf(dialect, expression);
  const seqs =
    dialect === 'sqlite'
      ? sql`select rowid as seq from dataset_text where dataset_text match ${match}`
      : sql`select dataset as seq from dataset_text where words @@ ${match}::tsquery`;
  return { op: 'list', key: `match ${match}`, seqs };
}
