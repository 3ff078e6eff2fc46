import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  Param,
  Query,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppErrorFilter } from '../errors/app-error.filter.js';
import { AppError } from '../errors/app-error.js';
import { InputPipe } from '../errors/validation.pipe.js';
import { ApiProblem } from './api-docs.js';
import {
  AdminOnly,
  type AuthenticatedUser,
  CurrentUser,
  IS_ADMIN_ONLY,
  IS_PUBLIC,
  Public,
  type RequestWithUser,
} from './current-user.js';
import { PageQuery, pageQuery } from './page.js';
import { UuidParam } from './uuid-param.js';

const alice: AuthenticatedUser = { id: 'a', email: 'alice@example.com', role: 'user', sessionId: 's' };

/** Lets everyone in as Alice, but for what the decorators say. */
@Injectable()
class FakeGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, targets) === true) return true;
    context.switchToHttp().getRequest<RequestWithUser>().user = alice;
    if (this.reflector.getAllAndOverride<boolean | undefined>(IS_ADMIN_ONLY, targets) !== true) return true;
    throw new AppError('forbidden', 'auth.admin_only', 'Only for administrators.');
  }
}

class ShortPage extends pageQuery({ fallback: 5, max: 10 }) {}

@ApiProblem('unauthenticated', { missing: ['thing.not_found', 'thing.gone'] })
@Controller()
class ThingController {
  @Get('me')
  me(@CurrentUser() user: AuthenticatedUser): AuthenticatedUser {
    return user;
  }

  @Public()
  @Get('mistake')
  mistake(@CurrentUser() user: AuthenticatedUser): AuthenticatedUser {
    return user;
  }

  @AdminOnly()
  @Get('admin')
  admin(): string {
    return 'no';
  }

  @Get('things/:id')
  thing(@Param('id', UuidParam) id: string): unknown {
    return { id };
  }

  @Get('list')
  list(@Query() page: PageQuery): unknown {
    return page;
  }

  @Get('short')
  short(@Query() page: ShortPage): unknown {
    return page;
  }
}

@Module({
  controllers: [ThingController],
  providers: [
    { provide: APP_FILTER, useClass: AppErrorFilter },
    { provide: APP_PIPE, useClass: InputPipe },
    { provide: APP_GUARD, useClass: FakeGuard },
  ],
})
class ThingModule {}

describe('the HTTP pieces', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [ThingModule] }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    app.useLogger(false);
    await app.init();
  });
  afterAll(() => app.close());

  const get = async (url: string) => {
    const response = await app.inject({ url });
    return { status: response.statusCode, body: response.json() };
  };

  it('hand over the user', async () => {
    expect(await get('/me')).toEqual({ status: 200, body: alice });
  });

  it('fail loudly where a public route asks for the user', async () => {
    expect(await get('/mistake')).toMatchObject({ status: 500 });
  });

  it('close a route to all but administrators', async () => {
    expect(await get('/admin')).toMatchObject({ status: 403, body: { code: 'auth.admin_only' } });
  });

  it('lower-case an id of any version', async () => {
    const id = '3F1C2A90-5B7D-0C1E-0A34-0D2F6B8E7C15';
    expect(await get(`/things/${id}`)).toEqual({ status: 200, body: { id: id.toLowerCase() } });
  });

  it.each(['1', 'x'.repeat(36), "'%20or%20true"])('refuse %s as an id, by name', async (id) => {
    const { status, body } = await get(`/things/${id}`);
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { field: 'id', code: 'is_uuid', message: expect.stringMatching(/^id must be a UUID/) },
    ]);
  });

  it('bound a page', async () => {
    expect((await get('/list')).body).toEqual({ limit: 50, offset: 0 });
    expect((await get('/list?limit=200&offset=7')).body).toEqual({ limit: 200, offset: 7 });
    expect((await get('/short')).body).toEqual({ limit: 5, offset: 0 });
  });

  it.each([
    '/list?limit=201',
    '/list?limit=0',
    '/list?limit=',
    '/list?limit=1.5',
    '/list?offset=-1',
    '/list?limit=NaN',
    '/short?limit=11',
  ])('refuse %s', async (url) => {
    expect(await get(url)).toMatchObject({ status: 422, body: { code: 'input.invalid' } });
  });

  it('describe failures as problem details', () => {
    const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    const { responses } = document.paths['/things/{id}']!.get!;
    expect(responses['404']).toEqual({
      description: 'It does not exist, or belongs to someone else (`thing.not_found`, `thing.gone`)',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemResponse' } } },
    });
    expect(Object.keys(responses).sort()).toEqual(['200', '401', '404']);
    expect(document.components!.schemas).toHaveProperty('InputFaultResponse');
    const limit = document.paths['/short']!.get!.parameters!.find(
      (parameter) => 'name' in parameter && parameter.name === 'limit',
    );
    expect(limit).toMatchObject({ required: false, schema: { minimum: 1, maximum: 10, default: 5 } });
  });
});
