import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { RefuseUnknownFields } from '../../../shared/errors/validation.pipe.js';

@RefuseUnknownFields()
export class ConfirmChannel {
  @ApiProperty({
    ...{ type: String, minLength: 1, maxLength: 40, example: 'K7M2Q-XW9TA' },
    description: 'Of the mail; small letters and blanks do not matter',
  })
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  code: string;
}
