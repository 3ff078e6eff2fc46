import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard as PassportGuard } from '@nestjs/passport';
import { IS_ADMIN_ONLY, IS_PUBLIC, type RequestWithUser, userOf } from '../../shared/http/current-user.js';
import { AccessTokenStrategy, type CredentialCarrier, sendsBearer } from './access-token.strategy.js';
import { OriginGuard } from './origin.guard.js';
import { AdministratorsOnly, OriginRefused, Unauthenticated } from './user.errors.js';

type GuardedRequest = RequestWithUser & CredentialCarrier & { readonly method: string };

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Denies by default, on every route of the application: `Public` opens one, `AdminOnly` closes one further.
 * The strategy is named, never handed over: passport writes the callbacks of a request into an instance it is handed,
 * so that requests at the same time would answer each other.
 */
@Injectable()
export class AuthGuard extends PassportGuard() {
  constructor(
    strategy: AccessTokenStrategy,
    private readonly reflector: Reflector,
    private readonly origins: OriginGuard,
  ) {
    super({ defaultStrategy: strategy.registeredAs });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.isMarked(IS_PUBLIC, context)) return true;
    const user = await this.authenticate(context);
    if (user.role !== 'admin' && this.isMarked(IS_ADMIN_ONLY, context)) throw new AdministratorsOnly();
    return true;
  }

  /** @throws Unauthenticated, OriginRefused */
  async authenticate(context: ExecutionContext): Promise<NonNullable<RequestWithUser['user']>> {
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    await super.canActivate(context);
    const user = userOf(request);
    if (user === null) throw new Unauthenticated();
    if (!sendsBearer(request) && !READS.has(request.method) && !this.origins.isOurs(request)) {
      request.user = null;
      throw new OriginRefused();
    }
    return user;
  }

  /** Called by passport's guard: one answer for everything that can be wrong with a token. */
  override handleRequest<TUser>(error: unknown, user: TUser): TUser {
    if (error instanceof Error) throw error;
    if (!user) throw new Unauthenticated();
    return user;
  }

  private isMarked(mark: string, context: ExecutionContext): boolean {
    return (
      this.reflector.getAllAndOverride<boolean | undefined>(mark, [context.getHandler(), context.getClass()]) === true
    );
  }
}

/** Behind `Public`, for routes that serve a signed-in caller differently: leaves a user where there is one. */
@Injectable()
export class OptionalAuthGuard {
  constructor(private readonly auth: AuthGuard) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    try {
      await this.auth.authenticate(context);
    } catch (error) {
      if (!(error instanceof Unauthenticated || error instanceof OriginRefused)) throw error;
    }
    return true;
  }
}
