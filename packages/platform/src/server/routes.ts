import { OpenAPIHono, type z } from '@hono/zod-openapi';
import { InputError } from '@vcp/schema/errors';
import type { RequestVariables } from './asker.ts';
import { WireError } from './data/wire-schemas.ts';

/** An app whose handlers know who asks. */
export type PlatformHono = OpenAPIHono<{ Variables: RequestVariables }>;

/** A set of routes; a request that does not fit its schema ends as an {@link InputError}. */
export function newRoutes(): PlatformHono {
  return new OpenAPIHono<{ Variables: RequestVariables }>({
    defaultHook: (result) => {
      if (!result.success) throw new InputError(describeIssues(result.error, result.target));
    },
  });
}

function describeIssues(error: z.ZodError, target: string): string {
  const issues = error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.length > 0 ? path.join('.') : target}: ${message}`);
  return `The request cannot be read. ${issues.join('; ')}.`;
}

/** A JSON answer in the OpenAPI document. */
export function jsonAnswer<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** The error answers of a route in the OpenAPI document. */
export function errorAnswers<Status extends keyof typeof ERRORS>(...statuses: Status[]) {
  return Object.fromEntries(
    statuses.map((status) => [status, jsonAnswer(WireError, ERRORS[status])]),
  ) as Record<Status, ReturnType<typeof jsonAnswer<typeof WireError>>>; // made of exactly these
}

const ERRORS = {
  400: 'The request, or the query in it, cannot be read',
  401: 'An access token is needed, or it is wrong',
  404: 'There is no such dataset, or the asker may not know of it',
  422: 'The dataset has nothing to preview',
} as const;
