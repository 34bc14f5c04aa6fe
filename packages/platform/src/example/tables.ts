import {
  type AnnData,
  type Column,
  categoricalTexts,
  type Frame,
  isCategorical,
  type Matrix,
} from '../science/anndata.ts';
import { type CsvCell, csvLine } from '../science/csv.ts';
import type { MarkerGenes } from './read-source.ts';

/** An embedding as CSV: a row a cell, its name first. */
export function embeddingCsv({ obs }: AnnData, matrix: Matrix, axis: string): Uint8Array {
  const header = ['cell', ...Array.from({ length: matrix.columns }, (_, at) => `${axis}${at + 1}`)];
  const rows = obs.index.map((cell, row) => {
    const from = row * matrix.columns;
    return [cell, ...matrix.values.subarray(from, from + matrix.columns)];
  });
  return csv([header, ...rows]);
}

/** A table of cells or genes as CSV, its index first. */
export function frameCsv({ index, columns }: Frame, indexName: string): Uint8Array {
  const values = [...columns.values()].map(columnCells);
  const rows = index.map((name, row) => [name, ...values.map((cells) => cells[row] ?? null)]);
  return csv([[indexName, ...columns.keys()], ...rows]);
}

/** The marker genes as CSV: a row a group and rank. */
export function markersCsv(markers: readonly MarkerGenes[]): Uint8Array {
  const rows = markers.flatMap(({ group, genes }) =>
    genes.map(({ name, score }, at) => [group, at + 1, name, score]),
  );
  return csv([['group', 'rank', 'gene', 'score'], ...rows]);
}

function columnCells(column: Column): readonly CsvCell[] {
  return isCategorical(column) ? categoricalTexts(column) : [...column];
}

function csv(rows: readonly (readonly CsvCell[])[]): Uint8Array {
  return Buffer.from(rows.map(csvLine).join(''));
}
