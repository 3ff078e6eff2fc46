import { createParamDecorator, type CustomDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';

export const USER_ROLES = ['user', 'admin'] as const;
export type UserRole = (typeof USER_ROLES)[number];

/** Who asks, as the guard found out. */
export interface AuthenticatedUser {
  readonly id: string;
  readonly email: string;
  readonly role: UserRole;
  /** The session the access token belongs to; signing out ends it. */
  readonly sessionId: string;
}

/** Where the guard leaves the user. */
export interface RequestWithUser {
  user?: AuthenticatedUser | null;
}

export const userOf = (request: RequestWithUser): AuthenticatedUser | null => request.user ?? null;

/** The signed-in user of the request. On a route marked `Public` it is a programmer's error: use `userOf` there. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): AuthenticatedUser => {
  const user = userOf(context.switchToHttp().getRequest<RequestWithUser>());
  if (user === null) throw new Error('CurrentUser on a route that the guard lets anyone use');
  return user;
});

export const IS_PUBLIC = 'route:public';
export const IS_ADMIN_ONLY = 'route:admin-only';

/** Opens a route, or all of a controller, to callers who are not signed in. */
export const Public = (): CustomDecorator => SetMetadata(IS_PUBLIC, true);

/** Closes a route, or all of a controller, to everyone but administrators. */
export const AdminOnly = (): CustomDecorator => SetMetadata(IS_ADMIN_ONLY, true);
