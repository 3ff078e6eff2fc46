import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsISO8601, Matches, registerDecorator } from 'class-validator';
import { FIRST_BOOKING_DAY } from './booking-day.kernel.js';

interface DayRules {
  readonly required: boolean;
  readonly description: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day on which a user books something. Whether it has come is the service's to say, which knows the day. */
export function BookingDay({ required, description }: DayRules): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: String,
      format: 'date',
      required,
      description: `${description}, from ${FIRST_BOOKING_DAY} on`,
    }),
    Matches(DAY, { message: '$property must be a date, such as 2024-11-29' }),
    IsISO8601({ strict: true }, { message: '$property must be a date of the calendar, such as 2024-11-29' }),
    (target: object, propertyName: string | symbol) => {
      registerDecorator({
        name: 'dateTooEarly',
        target: target.constructor,
        propertyName: String(propertyName),
        validator: {
          validate: (day) => typeof day !== 'string' || !DAY.test(day) || day >= FIRST_BOOKING_DAY,
          defaultMessage: (given) => `${given?.property ?? ''} must be ${FIRST_BOOKING_DAY} or later`,
        },
      });
    },
  );
}
