import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { type ErrorKind } from '../errors/app-error.js';
import { PROBLEM_CONTENT_TYPE, STATUS_OF_KIND } from '../errors/problem-details.js';

export class InputFaultResponse {
  @ApiPropertyOptional({ type: String, description: 'JSON pointer into the body', example: '/positions/0/quantity' })
  pointer?: string;

  @ApiPropertyOptional({ type: String, description: 'Dotted name of the field or parameter', example: 'limit' })
  field?: string;

  @ApiPropertyOptional({ type: Number, description: 'Row of the uploaded file; the header is row 1' })
  row?: number;

  @ApiProperty({ type: String, example: 'is_number' })
  code: string;

  @ApiProperty({ type: String })
  message: string;
}

/** Mirrors `ProblemDetails` for the API description. */
export class ProblemResponse {
  @ApiProperty({ type: String, example: '/problems/portfolio.not_found' })
  type: string;

  @ApiProperty({ type: String, example: 'Not Found' })
  title: string;

  @ApiProperty({ type: Number, example: 404 })
  status: number;

  @ApiProperty({ type: String, description: 'What went wrong, in a sentence for people' })
  detail: string;

  @ApiProperty({ type: String, description: 'Path of the request' })
  instance: string;

  @ApiProperty({ type: String, description: 'Stable, for programs', example: 'portfolio.not_found' })
  code: string;

  @ApiProperty({ type: String, description: 'Also in the x-request-id header and in the log' })
  request_id: string;

  @ApiProperty({ type: [InputFaultResponse] })
  errors: InputFaultResponse[];
}

const MEANING = {
  invalid: 'The input breaks a rule; `errors` lists them all',
  refused: 'The input breaks a rule of this resource; `code` says which',
  unauthenticated: 'Nobody is signed in, or the session has ended',
  forbidden: 'This account may not do that',
  missing: 'It does not exist, or belongs to someone else',
  conflict: 'It conflicts with what is there',
  precondition: 'It has changed since it was read',
  'too-many': 'Too many requests; `Retry-After` says how long to wait',
  unavailable: 'A part that this needs is down; try again later',
} as const satisfies Record<ErrorKind, string>;

type CodesByKind = Partial<Record<ErrorKind, readonly string[]>>;

/**
 * Documents the failures of a route or controller: `@ApiProblem('missing', 'conflict')`, or with the codes that a
 * program may meet: `@ApiProblem({ missing: ['portfolio.not_found'] })`.
 */
export function ApiProblem(...kinds: readonly (ErrorKind | CodesByKind)[]): ClassDecorator & MethodDecorator {
  const responses = kinds.flatMap(codesByKind).map(([kind, codes]) => ApiResponse(responseOf(kind, codes)));
  return applyDecorators(ApiExtraModels(ProblemResponse), ...responses);
}

function codesByKind(given: ErrorKind | CodesByKind): (readonly [ErrorKind, readonly string[]])[] {
  if (typeof given === 'string') return [[given, []]];
  return Object.entries(given) as [ErrorKind, readonly string[]][];
}

function responseOf(kind: ErrorKind, codes: readonly string[]): Parameters<typeof ApiResponse>[0] {
  const listed = codes.length === 0 ? '' : ` (${codes.map((code) => `\`${code}\``).join(', ')})`;
  return {
    status: STATUS_OF_KIND[kind],
    description: MEANING[kind] + listed,
    content: { [PROBLEM_CONTENT_TYPE]: { schema: { $ref: getSchemaPath(ProblemResponse) } } },
  };
}
