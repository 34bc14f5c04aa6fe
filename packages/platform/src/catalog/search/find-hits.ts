import { sql } from 'kysely';
import type { QueryNode } from '../../query/node.ts';
import type { CatalogHandle } from '../tables.ts';
import type { CatalogCache } from './catalog-cache.ts';
import { visibleExpression } from './expression.ts';
import { EVERYTHING, listsOf, type Plan, planOf, type SeqList } from './plan.ts';
import type { ResolvedQuery } from './resolve-query.ts';
import { joinedSeqs, parseSeqs } from './seq-list.ts';
import { SeqSet } from './seq-set.ts';

/**
 * The datasets that match and may be seen. Lists are kept for the state of the catalog that
 * `resolved` names; one that is read while an import ends may be newer, never half an import. One round trip, none when all its lists are kept.
 */
export async function findHits(
  database: CatalogHandle,
  query: QueryNode,
  resolved: ResolvedQuery,
  cache: CatalogCache,
): Promise<SeqSet> {
  const plan = planOf(database.dialect, visibleExpression(query, resolved));
  const sets = await readSets(database, listsOf(plan), resolved, cache);
  return combine(plan, (key) => {
    const set = sets.get(key);
    if (!set) throw new TypeError('A list was not read');
    return set;
  });
}

function combine(plan: Plan, setOf: (key: string) => SeqSet): SeqSet {
  switch (plan.op) {
    case 'list':
      return setOf(plan.key);
    case 'not':
      return setOf(EVERYTHING.key).without(combine(plan.of, setOf));
    case 'or':
      return plan.of.map((one) => combine(one, setOf)).reduce((all, one) => all.or(one));
    case 'and': {
      const left = plan.of.filter(({ op }) => op !== 'not').map((one) => combine(one, setOf));
      const start =
        left.length === 0 ? setOf(EVERYTHING.key) : left.reduce((all, one) => all.and(one));
      return plan.of.reduce(
        (rest, one) => (one.op === 'not' ? rest.without(combine(one.of, setOf)) : rest),
        start,
      );
    }
  }
}

async function readSets(
  { db, dialect }: CatalogHandle,
  lists: readonly SeqList[],
  { version, newest }: ResolvedQuery,
  cache: CatalogCache,
): Promise<ReadonlyMap<string, SeqSet>> {
  const sets = new Map<string, SeqSet>();
  const missing: SeqList[] = [];
  for (const list of lists) {
    const kept = cache.peek<SeqSet>(`set ${version} ${list.key}`);
    if (kept) sets.set(list.key, kept);
    else missing.push(list);
  }
  if (missing.length === 0) return sets;
  const selects = missing.map(
    ({ seqs }, place) =>
      sql`select ${sql.lit(place)} as place, ${joinedSeqs(dialect, sql`seq`)} as seqs from (${seqs}) as found`,
  );
  const { rows } = await sql<{ place: number; seqs: string | null }>`
    ${sql.join(selects, sql` union all `)}`.execute(db);
  for (const { place, seqs } of rows) {
    const list = missing[place];
    if (!list) continue;
    const set = SeqSet.of(parseSeqs(dialect, seqs), newest);
    sets.set(list.key, set);
    cache.keep(`set ${version} ${list.key}`, set);
  }
  return sets;
}
