import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { RateLimitGuard } from '../../shared/http/rate-limit.guard.js';
import { RateLimits } from '../../shared/http/rate-limits.js';
import { JWT_SECRET } from '../../shared/runtime/runtime.module.js';
import { ActivityModule } from '../activity/activity.module.js';
import { AccessTokenStrategy } from './access-token.strategy.js';
import { AdminAuthController } from './admin-auth.controller.js';
import { AuthController } from './auth.controller.js';
import { AuthGuard, OptionalAuthGuard } from './auth.guard.js';
import { AuthCookieService } from './auth-cookie.service.js';
import { LiveSessions } from './live-session.registry.js';
import { OriginGuard } from './origin.guard.js';
import { PasswordService } from './password.service.js';
import { SessionService } from './session.service.js';
import { SessionTokenService } from './session-token.service.js';
import { SignInAttempts } from './sign-in-attempts.service.js';
import { SignInService } from './sign-in.service.js';
import { UserRepository } from './user.repository.js';
import { UserService } from './user.service.js';
import { UserSessionRepository } from './user-session.repository.js';

/** Closes every route of the application to strangers. */
@Module({
  imports: [
    ActivityModule,
    JwtModule.registerAsync({
      inject: [JWT_SECRET],
      useFactory: (secret: string) => ({ secret, signOptions: { algorithm: 'HS256' } }),
    }),
  ],
  controllers: [AuthController, AdminAuthController],
  providers: [
    AccessTokenStrategy,
    AuthCookieService,
    AuthGuard,
    LiveSessions,
    OptionalAuthGuard,
    OriginGuard,
    PasswordService,
    SessionService,
    SessionTokenService,
    SignInAttempts,
    SignInService,
    UserRepository,
    UserService,
    UserSessionRepository,
    { provide: APP_GUARD, useExisting: AuthGuard },
    // After it: the limit is a user's.
    RateLimits,
    { provide: APP_GUARD, useClass: RateLimitGuard },
  ],
  exports: [SessionService, UserService],
})
export class UsersModule {}
