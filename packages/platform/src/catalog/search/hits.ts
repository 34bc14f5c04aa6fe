import type { DialectName } from '@vcp/database';
import { type RawBuilder, sql } from 'kysely';
import { type Expression, isIndexed } from './expression.ts';
import { matchOf } from './match.ts';

/** Where the datasets that an expression matches come from: for `from … where …`. */
export interface Hits {
  /** The text index. */
  readonly table: RawBuilder<unknown>;
  /** Its column that holds the `seq`. */
  readonly seq: RawBuilder<number>;
  readonly where: RawBuilder<boolean>;
}

/** The datasets that match, found by the text index as far as it reaches. */
export function hitsOf(dialect: DialectName, expression: Expression): Hits {
  const seq = dialect === 'sqlite' ? sql<number>`rowid` : sql<number>`dataset`;
  const where = conditionOf(dialect, expression, seq, (match) => matching(dialect, match));
  return { table: sql`dataset_text`, seq, where };
}

/** `byIndex` writes what the index answers: directly in its own query, as a subquery elsewhere. */
function conditionOf(
  dialect: DialectName,
  expression: Expression,
  seq: RawBuilder<number>,
  byIndex: (match: string) => RawBuilder<boolean>,
): RawBuilder<boolean> {
  if (isIndexed(expression)) return byIndex(matchOf(dialect, expression));
  const inside = (match: string): RawBuilder<boolean> => {
    const source = dialect === 'sqlite' ? sql`rowid` : sql`dataset`;
    return sql`${seq} in (select ${source} from dataset_text where ${matching(dialect, match)})`;
  };
  switch (expression.op) {
    case 'rows':
      return expression.few || dialect === 'postgres'
        ? sql`${seq} in (${expression.seqs})`
        : // Without the plus SQLite would ask the text index for each row on its own.
          sql`+${seq} in (${expression.seqs})`;
    case 'not':
      return sql`not (${conditionOf(dialect, expression.of, seq, inside)})`;
    case 'and':
    case 'or': {
      const { op, list } = expression;
      const indexed = list.filter(isIndexed);
      const conditions = list
        .filter((one) => !isIndexed(one))
        .map((one) => conditionOf(dialect, one, seq, inside));
      if (indexed.length > 0)
        conditions.unshift(
          (op === 'and' ? byIndex : inside)(matchOf(dialect, { op, list: indexed })),
        );
      return sql`(${sql.join(conditions, sql.raw(` ${op} `))})`;
    }
    default:
      throw new TypeError('The text index answers tokens and phrases');
  }
}

function matching(dialect: DialectName, match: string): RawBuilder<boolean> {
  return dialect === 'sqlite'
    ? sql<boolean>`dataset_text match ${match}`
    : sql<boolean>`words @@ ${match}::tsquery`;
}
