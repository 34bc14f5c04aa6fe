import type { RangeField } from './fields.ts';
import type { Bound } from './node.ts';

/** A number, or the stretch of time that a date names: from `start` up to, without, `end`. */
export interface RangeValue {
  readonly start: number;
  readonly end: number;
}

const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/i;

/** Reads a number or a date (a year, month, day or moment in ISO 8601, UTC); null if it is none. */
export function parseRangeValue(field: RangeField, text: string): RangeValue | null {
  if (field !== 'published') return parseNumber(text);
  const date = parseDate(text);
  if (!date || date.start < FIRST_MOMENT || date.start >= LAST_MOMENT) return null;
  return { start: date.start, end: Math.min(date.end, LAST_MOMENT) };
}

/** What four digits of a year can say. */
const FIRST_MOMENT = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

function parseNumber(text: string): RangeValue | null {
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? { start: value + 0, end: value + 0 } : null;
}

function parseDate(text: string): RangeValue | null {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year !== undefined) {
    const at = [
      Number(year),
      month === undefined ? 0 : Number(month) - 1,
      Number(day ?? 1),
    ] as const;
    const start = Date.UTC(...at);
    if (!new Date(start).toISOString().startsWith(text)) return null;
    if (day !== undefined) return { start, end: Date.UTC(at[0], at[1], at[2] + 1) };
    if (month !== undefined) return { start, end: Date.UTC(at[0], at[1] + 1, 1) };
    return { start, end: Date.UTC(at[0] + 1, 0, 1) };
  }
  if (!TIME.test(text)) return null;
  const zoned = /(Z|[+-]\d\d:\d\d)$/i.test(text) ? text : `${text}Z`;
  const start = Date.parse(zoned.toUpperCase());
  return Number.isNaN(start) ? null : { start, end: start + 1 };
}

/** Everything from the value on, with or without what the value names itself. */
export function lowerBound(field: RangeField, value: RangeValue, inclusive: boolean): Bound {
  if (field !== 'published') return { value: value.start, inclusive };
  return { value: inclusive ? value.start : value.end, inclusive: true };
}

/** Everything up to the value, with or without what the value names itself. */
export function upperBound(field: RangeField, value: RangeValue, inclusive: boolean): Bound {
  if (field !== 'published') return { value: value.start, inclusive };
  return { value: inclusive ? value.end : value.start, inclusive: false };
}
