import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, registerDecorator, ValidateIf } from 'class-validator';
import { Exact } from './decimal.kernel.js';

interface DecimalRules {
  readonly required: boolean;
  /** Digits behind the point; more are refused, not rounded. */
  readonly decimals: number;
  readonly min?: 'positive' | 'not-negative';
  readonly nullable?: boolean;
  /** An amount of money, which may be as large as the largest portfolio: 10¹². All else is below it. */
  readonly isCash?: boolean;
  readonly description?: string;
  readonly example?: string;
}

const PLAIN = /^[+-]?\d{1,20}(\.\d{1,20})?$/;
/** The longest text of that pattern. */
const MAX_TEXT = 42;
const LARGEST = 1e12;
const LIMIT = new Exact(LARGEST);

/** A JSON number is taken by its shortest decimal text, which is what was typed. */
const asText = ({ value }: { value: unknown }): unknown => {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' && Number.isFinite(value) ? new Exact(value).toFixed() : value;
};

/** What the rule says, or null when the value keeps it. */
function brokenRule(value: unknown, rules: DecimalRules): string | null {
  if (typeof value !== 'string' || !PLAIN.test(value)) return 'must be a decimal number, such as "12.50"';
  const number = new Exact(value);
  if (rules.min === 'positive' && number.lte(0)) return 'must be greater than 0';
  if (rules.min === 'not-negative' && number.lt(0)) return 'must be 0 or greater';
  if (number.decimalPlaces() > rules.decimals) return `must have at most ${rules.decimals} decimals`;
  if (rules.isCash === true) return number.abs().gt(LIMIT) ? 'must be at most 1,000,000,000,000' : null;
  return number.abs().gte(LIMIT) ? 'must be below 1,000,000,000,000' : null;
}

/** A decimal of a request: a string or a JSON number on the wire, a plain decimal string inside. */
export function DecimalField(rules: DecimalRules): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      required: rules.required,
      nullable: rules.nullable ?? false,
      oneOf: [
        { type: 'string', pattern: PLAIN.source, maxLength: MAX_TEXT },
        { type: 'number', minimum: rules.min === undefined ? -LARGEST : 0, maximum: LARGEST },
      ],
      ...(rules.description === undefined ? {} : { description: rules.description }),
      ...(rules.example === undefined ? {} : { example: rules.example }),
    }),
    Transform(asText),
    ...(rules.nullable === true ? [IsOptional()] : []),
    ...(rules.required || rules.nullable === true
      ? []
      : [ValidateIf((_: unknown, value: unknown) => value !== undefined)]),
    (target: object, propertyName: string | symbol) => {
      registerDecorator({
        name: 'isDecimal',
        target: target.constructor,
        propertyName: String(propertyName),
        validator: {
          validate: (value) => brokenRule(value, rules) === null,
          defaultMessage: (given) => `${given?.property ?? ''} ${brokenRule(given?.value, rules) ?? ''}`,
        },
      });
    },
  );
}

/** Money as the contract writes it: a decimal string with two decimals at least, and no digit lost. */
export function moneyText(value: string): string {
  const number = new Exact(value);
  return number.decimalPlaces() < 2 ? number.toFixed(2) : number.toFixed();
}

/** Every digit and no padding: '150', '0.05'. */
export const plainText = (value: string): string => new Exact(value).toFixed();

export const nullable = <T>(value: T | null, convert: (value: T) => string): string | null =>
  value === null ? null : convert(value);
