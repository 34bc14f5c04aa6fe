import type { DialectName } from '@vcp/database';
import { type RawBuilder, sql } from 'kysely';
import { type Expression, isIndexed } from './expression.ts';
import { matchOf } from './match.ts';

/** Where the datasets that an expression matches come from: `${with_} select ${seq} from ${table} where ${where}`. */
export interface Hits {
  readonly with_: RawBuilder<unknown>;
  readonly table: RawBuilder<unknown>;
  /** The column that holds the `seq`. */
  readonly seq: RawBuilder<number>;
  readonly where: RawBuilder<boolean>;
}

/** The datasets that match, found by the text index as far as it reaches. */
export function hitsOf(dialect: DialectName, expression: Expression): Hits {
  if (dialect === 'sqlite')
    return {
      with_: sql``,
      table: sql`dataset_text`,
      seq: SQLITE_SEQ,
      where: conditionOf(dialect, expression, SQLITE_SEQ, matchesInFts5),
    };
  // Materialized, or PostgreSQL may read and look at every text rather than ask the index.
  const list = expression.op === 'and' ? expression.list : [expression];
  const match = matchOf(dialect, { op: 'and', list: list.filter(isIndexed) });
  const others = list.filter((one) => !isIndexed(one));
  const seq = sql<number>`matching.seq`;
  return {
    with_: sql`with matching as materialized (
      select dataset as seq from dataset_text where words @@ ${match}::tsquery)`,
    table: sql`matching`,
    seq,
    where:
      others.length === 0
        ? sql`true`
        : conditionOf(dialect, { op: 'and', list: others }, seq, null),
  };
}

const SQLITE_SEQ = sql<number>`dataset_text.rowid`;

function matchesInFts5(match: string): RawBuilder<boolean> {
  return sql<boolean>`dataset_text match ${match}`;
}

/** `byIndex` writes what the text index answers where its own query is at hand, else null. */
function conditionOf(
  dialect: DialectName,
  expression: Expression,
  seq: RawBuilder<number>,
  byIndex: ((match: string) => RawBuilder<boolean>) | null,
): RawBuilder<boolean> {
  const matching = byIndex ?? ((match: string) => isAmongMatching(dialect, seq, match));
  if (isIndexed(expression)) return matching(matchOf(dialect, expression));
  switch (expression.op) {
    case 'rows':
      // PostgreSQL chooses itself; SQLite would always read all of the rows first.
      return expression.each && dialect === 'sqlite'
        ? expression.each(seq)
        : sql`${seq} in (${expression.seqs})`;
    case 'not':
      return sql`not (${conditionOf(dialect, expression.of, seq, null)})`;
    case 'and':
    case 'or': {
      const { op, list } = expression;
      const indexed: Expression = { op, list: list.filter(isIndexed) };
      const conditions = list
        .filter((one) => !isIndexed(one))
        .map((one) => conditionOf(dialect, one, seq, null));
      if (indexed.list.length > 0)
        conditions.unshift(conditionOf(dialect, indexed, seq, op === 'and' ? byIndex : null));
      return sql`(${sql.join(conditions, sql.raw(` ${op} `))})`;
    }
    default:
      throw new TypeError('The text index answers tokens and phrases');
  }
}

function isAmongMatching(
  dialect: DialectName,
  seq: RawBuilder<number>,
  match: string,
): RawBuilder<boolean> {
  return dialect === 'sqlite'
    ? sql`${seq} in (select rowid from dataset_text where ${matchesInFts5(match)})`
    : sql`${seq} in (select dataset from dataset_text where words @@ ${match}::tsquery)`;
}
