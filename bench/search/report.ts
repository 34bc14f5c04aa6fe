import type { Answer, Answers } from './ask-questions.ts';
import { summarizeTimes } from './measure.ts';

/** What was measured on one database. */
export interface Report extends Answers {
  readonly database: string;
  readonly datasets: number;
  /** Null when it was there already. */
  readonly importSeconds: number | null;
  /** The size of the database file; null where it is not one file. */
  readonly bytes: number | null;
}

const SLOWEST = 8;

/** The report as lines of text. */
export function describeReport(report: Report): string[] {
  const imported = report.importSeconds === null ? '' : `, imported in ${report.importSeconds} s`;
  const size = report.bytes === null ? '' : `, ${Math.round(report.bytes / 1e6)} MB`;
  return [
    `${report.database}: ${report.datasets} datasets${imported}${size}`,
    `  ${'ms'.padEnd(22)}${['p50', 'p95', 'p99', 'max'].map((name) => name.padStart(8)).join('')}`,
    describeTimes('first page', report.search),
    describeTimes('next page', report.nextPage),
    describeTimes('facets', report.facets),
    ...describeSlowest(report.search),
    ...describeSlowest(report.facets),
  ];
}

function describeTimes(name: string, answers: readonly Answer[]): string {
  const { count, p50, p95, p99, max } = summarizeTimes(answers.map(({ time }) => time));
  const cells = [p50, p95, p99, max].map((value) => value.toFixed(1).padStart(8));
  return `  ${name.padEnd(12)}${`(${count})`.padStart(10)}${cells.join('')}`;
}

function describeSlowest(answers: readonly Answer[]): string[] {
  return answers
    .toSorted((a, b) => b.time - a.time)
    .slice(0, SLOWEST)
    .map(({ question, time }) => `    ${time.toFixed(1).padStart(7)}  ${question}`);
}
