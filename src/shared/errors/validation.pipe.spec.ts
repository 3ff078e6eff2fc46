import { Body, Controller, Get, Module, Post, Query } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsArray,
  IsEmail,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppErrorFilter } from './app-error.filter.js';
import { RefuseUnknownFields, InputPipe } from './validation.pipe.js';

class Holding {
  @IsString()
  @MaxLength(5)
  symbol: string;

  @IsNumber()
  quantity: number;
}

class CreatePortfolio {
  @IsString()
  name: string;

  @IsOptional()
  @IsEmail({}, { message: 'contact has to be reachable' })
  contact?: string;

  @IsArray()
  @ArrayMinSize(1)
  @ValidateNested({ each: true })
  @Type(() => Holding)
  holdings: Holding[];
}

@RefuseUnknownFields()
class CreateStrictly extends CreatePortfolio {}

class Page {
  @IsInt()
  @Min(1)
  @Max(100)
  @Type(() => Number)
  limit = 20;
}

class Nothing {
  @IsOptional()
  @IsString()
  note?: string;
}

@Controller()
class InputController {
  @Post('lenient')
  lenient(@Body() body: CreatePortfolio): unknown {
    return { body, isInstance: body instanceof CreatePortfolio };
  }

  @Post('strict')
  strict(@Body() body: CreateStrictly): unknown {
    return body;
  }

  @Post('optional')
  optional(@Body() body: Nothing): unknown {
    return { body };
  }

  @Get('page')
  page(@Query() page: Page): unknown {
    return page;
  }
}

@Module({
  controllers: [InputController],
  providers: [
    { provide: APP_FILTER, useClass: AppErrorFilter },
    { provide: APP_PIPE, useClass: InputPipe },
  ],
})
class InputModule {}

const valid = { name: 'Growth', holdings: [{ symbol: 'SPY', quantity: 1 }] };

describe('InputPipe', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [InputModule] }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    app.useLogger(false);
    await app.init();
  });
  afterAll(() => app.close());

  const post = async (url: string, payload: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const response = await app.inject({ method: 'POST', url, headers, payload: JSON.stringify(payload) });
    return { status: response.statusCode, body: response.json() };
  };

  it('hands over an instance without the fields it does not know', async () => {
    const { status, body } = await post('/lenient', { ...valid, color: 'red' });
    expect(status).toBe(201);
    expect(body).toEqual({ body: valid, isInstance: true });
  });

  it('points at every fault with its rule and fix', async () => {
    const holdings = [{ symbol: 'TOOLONG', quantity: '5' }, { quantity: 2 }];
    const { status, body } = await post('/lenient', { name: 7, contact: 'x', holdings });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'input.invalid', detail: 'name must be text. (4 more faults in "errors")' });
    expect(body.errors).toEqual([
      { pointer: '/name', field: 'name', code: 'is_string', message: 'name must be text.' },
      { pointer: '/contact', field: 'contact', code: 'is_email', message: 'contact has to be reachable.' },
      {
        pointer: '/holdings/0/symbol',
        field: 'holdings.0.symbol',
        code: 'max_length',
        message: 'holdings.0.symbol must be shorter than or equal to 5 characters.',
      },
      {
        pointer: '/holdings/0/quantity',
        field: 'holdings.0.quantity',
        code: 'is_number',
        message: 'holdings.0.quantity must be a number, such as 12.5.',
      },
      {
        pointer: '/holdings/1/symbol',
        field: 'holdings.1.symbol',
        code: 'required',
        message: 'holdings.1.symbol is missing: it must be shorter than or equal to 5 characters.',
      },
    ]);
  });

  it('refuses the character NUL, which no text of a database can hold, wherever it is', async () => {
    const { status, body } = await post('/lenient', { ...valid, holdings: [{ symbol: 'S\u0000', quantity: 1 }] });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer: '/holdings/0/symbol', field: 'holdings.0.symbol', code: 'nul' }]);
    const query = await app.inject({ url: '/page?limit=%00' });
    expect(query.json().errors).toMatchObject([{ field: 'limit', code: 'nul' }]);
  });

  it('refuses a list in a list, which the validator would look through', async () => {
    const { status, body } = await post('/lenient', { ...valid, holdings: [[]] });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer: '/holdings/0', field: 'holdings.0', code: 'nested_list' }]);
  });

  it('never repeats a value', async () => {
    const { body } = await post('/lenient', { ...valid, name: { password: 'hunter2' } });
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });

  it('refuses unknown fields, nested ones too, where the DTO says so', async () => {
    const holdings = [{ symbol: 'SPY', quantity: 1, 'a/b~c': 1 }];
    const { status, body } = await post('/strict', { ...valid, holdings, color: 'red' });
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      {
        pointer: '/color',
        field: 'color',
        code: 'unknown_field',
        message: 'color is not a field of this request: leave it out.',
      },
      {
        pointer: '/holdings/0/a~1b~0c',
        field: 'holdings.0.a/b~c',
        code: 'unknown_field',
        message: 'holdings.0.a/b~c is not a field of this request: leave it out.',
      },
    ]);
  });

  it.each([[[]], ['text'], [5], [true]])('refuses %j as a body', async (payload) => {
    const { status, body } = await post('/optional', payload);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ pointer: '', code: 'is_object', message: 'The body must be a JSON object.' }]);
  });

  it('takes no body, and null, as an empty object', async () => {
    const response = await app.inject({ method: 'POST', url: '/lenient' });
    expect(response.statusCode).toBe(422);
    expect(response.json().errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/name', '/holdings']);
    expect((await app.inject({ method: 'POST', url: '/optional' })).statusCode).toBe(201);
    expect((await post('/optional', null)).status).toBe(201);
  });

  it('refuses what is not a list of objects', async () => {
    const { status, body } = await post('/lenient', { ...valid, holdings: ['SPY', null] });
    expect(status).toBe(422);
    expect(body.errors[0].pointer).toMatch(/^\/holdings/);
  });

  it('converts query parameters that ask for it, and names them without a pointer', async () => {
    const page = async (url: string) => (await app.inject({ url })).json();
    expect(await page('/page?limit=5')).toEqual({ limit: 5 });
    expect(await page('/page')).toEqual({ limit: 20 });
    expect((await page('/page?limit=500')).errors).toEqual([
      { field: 'limit', code: 'max', message: 'limit must not be greater than 100.' },
    ]);
    expect((await page('/page?limit=5&limit=6')).status).toBe(422);
  });
});
