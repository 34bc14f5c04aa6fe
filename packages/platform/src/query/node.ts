import type { ExactField, LabelField, RangeField, TextField } from './fields.ts';

/** Words that stand side by side, in this order; the last one may be only a beginning. */
export interface TextNode {
  readonly kind: 'text';
  /** Null means anywhere. */
  readonly field: TextField | null;
  readonly words: readonly string[];
  readonly prefix: boolean;
}

/** A value of the field contains these words side by side; `*` in them stands for anything. */
export interface LabelNode {
  readonly kind: 'label';
  readonly field: LabelField;
  readonly words: readonly string[];
}

/** The field has a value at all. */
export interface ExistsNode {
  readonly kind: 'exists';
  readonly field: LabelField | RangeField | TextField;
}

export interface FlagNode {
  readonly kind: 'flag';
  readonly field: 'latest_version';
  readonly value: boolean;
}

export interface ExactNode {
  readonly kind: 'exact';
  readonly field: ExactField;
  readonly value: string;
}

/** One end of a range. */
export interface Bound {
  /** Dates are milliseconds since 1970. */
  readonly value: number;
  readonly inclusive: boolean;
}

export interface RangeNode {
  readonly kind: 'range';
  readonly field: RangeField;
  readonly from: Bound | null;
  readonly to: Bound | null;
}

export interface NotNode {
  readonly kind: 'not';
  readonly node: QueryNode;
}

/** All (`and`) or one (`or`) of two or more nodes, none of which is of the same kind. */
export interface ListNode {
  readonly kind: 'and' | 'or';
  readonly nodes: readonly QueryNode[];
}

export type LeafNode =
  | { readonly kind: 'all' }
  | TextNode
  | LabelNode
  | ExistsNode
  | FlagNode
  | ExactNode
  | RangeNode;

/** What a query asks for. Always in its simplest form: see `allOf`, `anyOf` and `noneOf`. */
export type QueryNode = LeafNode | NotNode | ListNode;

export const EVERYTHING: QueryNode = { kind: 'all' };

/** All of the nodes; everything when there are none. */
export function allOf(nodes: readonly QueryNode[]): QueryNode {
  const flat = nodes
    .flatMap((node) => (node.kind === 'and' ? node.nodes : [node]))
    .filter((node) => node.kind !== 'all');
  const [first = EVERYTHING] = flat;
  return flat.length < 2 ? first : { kind: 'and', nodes: flat };
}

/** At least one of the nodes, of which there must be one. */
export function anyOf(nodes: readonly QueryNode[]): QueryNode {
  const flat = nodes.flatMap((node) => (node.kind === 'or' ? node.nodes : [node]));
  const [first] = flat;
  if (!first) throw new TypeError('anyOf needs a node');
  if (flat.some((node) => node.kind === 'all')) return EVERYTHING;
  return flat.length < 2 ? first : { kind: 'or', nodes: flat };
}

/** What the node does not match. */
export function noneOf(node: QueryNode): QueryNode {
  return node.kind === 'not' ? node.node : { kind: 'not', node };
}
