import { Body, Controller, Get, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { AdminOnly, type AuthenticatedUser, CurrentUser, Public } from '../../shared/http/current-user.js';
import { RateLimited } from '../../shared/http/rate-limits.js';
import { AdminMeResponse, AdminSignInResponse } from './admin-auth.dto.js';
import { AuthCookieService } from './auth-cookie.service.js';
import { OriginGuard } from './origin.guard.js';
import { SessionService } from './session.service.js';
import { SignInService } from './sign-in.service.js';
import { SignInRequest, SignOutResponse } from './user.dto.js';
import { UserService } from './user.service.js';

/** Sign-in for administrators. The sessions are the same as everybody's. */
@ApiTags('admin auth')
@AdminOnly()
@Controller('api/v1/admin/auth')
export class AdminAuthController {
  constructor(
    private readonly signIn: SignInService,
    private readonly sessions: SessionService,
    private readonly users: UserService,
    private readonly cookies: AuthCookieService,
  ) {}

  @Post('login')
  @ApiOperation({ summary: 'Sign in as an administrator; others are answered as if they did not exist' })
  @Public()
  @UseGuards(OriginGuard)
  @HttpCode(200)
  @ApiOkResponse({ type: AdminSignInResponse })
  @ApiProblem({ unauthenticated: ['auth.incorrect_credentials'], 'too-many': ['auth.too_many_attempts'] }, 'invalid')
  @ApiProblem({ forbidden: ['auth.origin_refused'] })
  async login(
    @Body() body: SignInRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AdminSignInResponse> {
    return AdminSignInResponse.from(await this.cookies.set(reply, this.signIn.signInAdmin(body.attempt(request))));
  }

  @Post('refresh')
  @ApiOperation({ summary: 'Renew the access token; the session does not last longer for it' })
  @RateLimited({ limit: 30, seconds: 60 })
  @HttpCode(200)
  @ApiOkResponse({ type: AdminSignInResponse })
  @ApiProblem('unauthenticated', 'forbidden', 'too-many')
  async refresh(
    @CurrentUser() user: AuthenticatedUser,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AdminSignInResponse> {
    return AdminSignInResponse.from(await this.cookies.set(reply, this.sessions.renew(user)));
  }

  @Post('logout')
  @ApiOperation({ summary: 'End the session' })
  @HttpCode(200)
  @ApiOkResponse({ type: SignOutResponse })
  @ApiProblem('unauthenticated', 'forbidden')
  async logout(
    @CurrentUser() user: AuthenticatedUser,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignOutResponse> {
    await this.cookies.clear(reply, this.sessions.signOut(user.id, user.sessionId));
    return new SignOutResponse();
  }

  @Get('me')
  @ApiOperation({ summary: 'Who you are' })
  @ApiOkResponse({ type: AdminMeResponse })
  @ApiProblem('unauthenticated', 'forbidden')
  async me(@CurrentUser() user: AuthenticatedUser): Promise<AdminMeResponse> {
    return AdminMeResponse.from(await this.users.me(user.id));
  }
}
