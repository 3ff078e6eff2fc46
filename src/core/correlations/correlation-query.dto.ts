import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min, registerDecorator } from 'class-validator';

const SHORTEST_LOOKBACK = 30;

export class CorrelationQuery {
  @ApiPropertyOptional({
    ...{ type: 'integer', minimum: SHORTEST_LOOKBACK, maximum: 365, default: 90 },
    description: 'Answered from the sessions that are stored: see window_sessions of the metadata',
  })
  @Type(() => Number)
  @IsInt()
  @Min(SHORTEST_LOOKBACK)
  @Max(365)
  lookback_days = 90;

  @ApiPropertyOptional({
    ...{ type: 'integer', minimum: 10, maximum: 365, default: 30 },
    description: 'Sessions that a pair must have in common; 30 at least, which pairs are stored from',
  })
  @Type(() => Number)
  @IsInt()
  @Min(10)
  @Max(365)
  min_overlap = 30;
}
registerDecorator({
  name: 'isWithinLookback',
  target: CorrelationQuery,
  propertyName: 'min_overlap',
  validator: {
    validate: (overlap, asked) => {
      const { lookback_days } = asked?.object as CorrelationQuery;
      // A lookback that is refused itself is named alone.
      return typeof overlap !== 'number' || !(overlap > Math.max(lookback_days, SHORTEST_LOOKBACK));
    },
    defaultMessage: () => 'min_overlap must not exceed lookback_days',
  },
});

export class CorrelationMatrixQuery extends CorrelationQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 2, maximum: 50, default: 25 })
  @Type(() => Number)
  @IsInt()
  @Min(2)
  @Max(50)
  max_symbols = 25;
}
