import { Body, Controller, Get, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem } from '../../shared/http/api-docs.js';
import {
  type AuthenticatedUser,
  CurrentUser,
  Public,
  type RequestWithUser,
  userOf,
} from '../../shared/http/current-user.js';
import { RateLimited } from '../../shared/http/rate-limits.js';
import { OptionalAuthGuard } from './auth.guard.js';
import { AuthCookieService } from './auth-cookie.service.js';
import { OriginGuard } from './origin.guard.js';
import { SessionService } from './session.service.js';
import { SignInService } from './sign-in.service.js';
import { MeResponse, RefreshRequest, SignInRequest, SignInResponse, SignOutResponse } from './user.dto.js';
import { UserService } from './user.service.js';

@ApiTags('auth')
@Controller('api/v1/auth')
export class AuthController {
  constructor(
    private readonly signIn: SignInService,
    private readonly sessions: SessionService,
    private readonly users: UserService,
    private readonly cookies: AuthCookieService,
  ) {}

  @Post('login')
  @ApiOperation({ summary: 'Sign in; the access token is also set as the cookie auth_token' })
  @Public()
  @UseGuards(OriginGuard)
  @HttpCode(200)
  @ApiOkResponse({ type: SignInResponse })
  @ApiProblem({ unauthenticated: ['auth.incorrect_credentials'], 'too-many': ['auth.too_many_attempts'] }, 'invalid')
  @ApiProblem({ forbidden: ['auth.origin_refused'] })
  async login(
    @Body() body: SignInRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInResponse> {
    return SignInResponse.from(await this.cookies.set(reply, this.signIn.signIn(body.attempt(request))));
  }

  @Post('refresh')
  @ApiOperation({ summary: 'Exchange a refresh token, which works once; or renew the access token of the call' })
  @Public()
  @UseGuards(OriginGuard, OptionalAuthGuard)
  @RateLimited({ limit: 30, seconds: 60 })
  @HttpCode(200)
  @ApiOkResponse({ type: SignInResponse })
  @ApiProblem({ unauthenticated: ['auth.refresh_token_refused', 'auth.unauthenticated'] }, 'invalid', 'too-many')
  @ApiProblem({ forbidden: ['auth.origin_refused'] })
  async refresh(
    @Body() body: RefreshRequest,
    @Req() request: RequestWithUser,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInResponse> {
    const granted = this.sessions.refreshOrRenew(body.refresh_token ?? null, userOf(request));
    return SignInResponse.from(await this.cookies.set(reply, granted));
  }

  @Post('logout')
  @ApiOperation({ summary: 'End the session with all its tokens' })
  @HttpCode(200)
  @ApiOkResponse({ type: SignOutResponse })
  @ApiProblem('unauthenticated', { forbidden: ['auth.origin_refused'] })
  async logout(
    @CurrentUser() user: AuthenticatedUser,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignOutResponse> {
    await this.cookies.clear(reply, this.sessions.signOut(user.id, user.sessionId));
    return new SignOutResponse();
  }

  @Get('me')
  @ApiOperation({ summary: 'Who you are, with your plan and what is left of it' })
  @ApiOkResponse({ type: MeResponse })
  @ApiProblem('unauthenticated')
  async me(@CurrentUser() user: AuthenticatedUser): Promise<MeResponse> {
    return MeResponse.from(await this.users.me(user.id));
  }
}
