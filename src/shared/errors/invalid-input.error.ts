import { type ValidationError } from '@nestjs/common';
import { AppError, type InputFault } from './app-error.js';

/** Input that breaks a rule. All faults are reported together. */
export class InvalidInput extends AppError {
  constructor(errors: readonly InputFault[], message = summaryOf(errors)) {
    super('invalid', 'input.invalid', message, { errors });
  }
}

/** One sentence for clients that show nothing but `detail`. */
function summaryOf(errors: readonly InputFault[]): string {
  const [first] = errors;
  if (first === undefined) return 'The input is not valid.';
  const others = errors.length - 1;
  if (others === 0) return first.message;
  return `${first.message} (${String(others)} more ${others === 1 ? 'fault' : 'faults'} in "errors")`;
}

/** Where the validated value came from. Only a body has pointers. */
export type InputSource = 'body' | 'query' | 'param' | 'custom';

/**
 * Messages of class-validator that name no fix, by the end of the message, and what is said instead.
 * A message that a field declares itself is left alone.
 */
const CLEARER: readonly (readonly [end: string, instead: string])[] = [
  ['must be a number conforming to the specified constraints', 'must be a number, such as 12.5'],
  ['must be an integer number', 'must be a whole number, such as 12'],
  ['must be a string', 'must be text'],
  ['should not be empty', 'must not be empty'],
  ['must be a boolean value', 'must be true or false'],
  ['must be a UUID', 'must be a UUID, such as 3f1c2a90-5b7d-4c1e-9a34-0d2f6b8e7c15'],
  ['must be an email', 'must be an e-mail address, such as name@example.com'],
  ['must be a valid ISO 8601 date string', 'must be a date, such as 2024-11-29'],
  ['must be a valid decimal number.', 'must be a decimal number, such as "12.50"'],
  ['must be an array', 'must be a list'],
  ['should not be null or undefined', 'is required'],
];

/** @returns one fault per broken rule; one alone for a field that is missing or unknown. */
export function faultsOf(errors: readonly ValidationError[], source: InputSource): InputFault[] {
  return errors.flatMap((error) => faultsAt(error, [], source));
}

function faultsAt(error: ValidationError, parents: readonly string[], source: InputSource): InputFault[] {
  const path = [...parents, error.property];
  const inside = (error.children ?? []).flatMap((child) => faultsAt(child, path, source));
  return [...ownFaults(error, path, source), ...inside];
}

function ownFaults(error: ValidationError, path: readonly string[], source: InputSource): InputFault[] {
  const field = path.join('.');
  const rules = Object.entries(error.constraints ?? {});
  const fault = (code: string, message: string): InputFault =>
    source === 'body' ? { pointer: pointerTo(path), field, code, message } : { field, code, message };

  if (rules.some(([rule]) => rule === 'whitelistValidation')) {
    return [fault('unknown_field', `${field} is not a field of this request: leave it out.`)];
  }
  const sentences = rules.map(([rule, message]) => ({ rule, message: sentence(message, error.property, field) }));
  const [first] = sentences;
  if (error.value === undefined && first !== undefined && (error.children ?? []).length === 0) {
    const rule = first.message.startsWith(field) ? first.message.slice(field.length).trim() : first.message;
    return [fault('required', rule === 'is required.' ? `${field} is required.` : `${field} is missing: it ${rule}`)];
  }
  return sentences.map(({ rule, message }) => fault(snakeCase(rule), message));
}

function sentence(message: string, property: string, field: string): string {
  const clearer = CLEARER.find(([end]) => message.endsWith(end));
  const better = clearer === undefined ? message : message.slice(0, -clearer[0].length) + clearer[1];
  const named = better.startsWith(`${property} `) ? field + better.slice(property.length) : better;
  return named.endsWith('.') ? named : `${named}.`;
}

/** RFC 6901. */
export const pointerTo = (path: readonly string[]): string =>
  path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
