export interface LimitView {
  readonly portfolioId: string;
  /** Session of the newest evaluation; null before the first. */
  readonly asOf: string | null;
  readonly limits: readonly {
    readonly name: string;
    readonly status: string;
    readonly reason: string | null;
  }[];
  /** Alerts that nobody has resolved, newest first. */
  readonly alerts: readonly {
    readonly subject: string;
    /** One sentence with the figure and the limit. */
    readonly message: string;
    readonly value: number;
    readonly limit: number;
    readonly status: string;
    readonly since: string;
    /** Still beyond its limit at the last evaluation. */
    readonly isBreached: boolean;
  }[];
  readonly alertCount: number;
}

export interface LimitReader {
  /** Null for a portfolio that is not this user's. */
  find(userId: string, portfolioId: string): Promise<LimitView | null>;
}

export const LIMIT_READER = Symbol('LimitReader');
