import { InputError } from '@vcp/schema/errors';

/** A query that cannot be understood. The message says what is wrong and at which character. */
export class QuerySyntaxError extends InputError {
  /** What is wrong, without the place. */
  readonly problem: string;
  /** Where in the query, in characters from 0. */
  readonly position: number;

  constructor(problem: string, position: number, hint?: string) {
    super(`The query is wrong at character ${position + 1}: ${problem}`, { hint });
    this.problem = problem;
    this.position = position;
  }
}
