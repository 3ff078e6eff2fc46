import { z } from 'zod';
import type { PortfolioListItem, PortfolioReader } from '../../../contracts/portfolio-reader.js';
import { type Figure } from '../../../contracts/risk-reader.js';

/** On whose behalf a tool runs. Ids of the arguments are looked up as this user, so a foreign id is simply not found. */
export interface ToolCaller {
  readonly userId: string;
  /** The conversation's portfolio, which stands in when the model names none. */
  readonly portfolioId: string | null;
}

/** Wire shape: the model and the client read it as it is. */
export interface ToolMeta {
  readonly result_id: string;
  /** Session the data belong to, `YYYY-MM-DD`; null before the first valuation and on errors. */
  readonly as_of: string | null;
  /** Unit by field name, or by group of fields. */
  readonly units: Readonly<Record<string, string>>;
  /** Rows were left out. */
  readonly truncated: boolean;
}

export interface ToolError {
  readonly type: 'not_found' | 'validation_error' | 'execution_error';
  readonly message: string;
}

export type ToolData = Readonly<Record<string, unknown>>;

export type ToolResult =
  | { readonly meta: ToolMeta; readonly data: ToolData; readonly error: null }
  | { readonly meta: ToolMeta; readonly data: null; readonly error: ToolError };

/** One thing a model may ask for. Tools read; none changes anything. */
export interface Tool {
  readonly name: string;
  /** For the model: what comes back and when to ask for it. It promises no field that `data` lacks. */
  readonly description: string;
  readonly schema: z.ZodType;
  /** Never trusts `args`. Rejects only when something broke; the registry makes an `execution_error` of that. */
  run(args: unknown, caller: ToolCaller): Promise<ToolResult>;
}

/** What a tool found, before it gets its envelope. */
export interface ToolAnswer {
  readonly asOf: string | null;
  readonly units: Readonly<Record<string, string>>;
  readonly truncated?: boolean;
  readonly data: ToolData;
}

/** Gives each result the id by which figures of an answer are traced to it. */
export type NewResultId = () => string;
export const NEW_RESULT_ID = Symbol('NewResultId');

/** An expected failure, told to the model as an error. */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure';
  constructor(
    readonly type: ToolError['type'],
    message: string,
  ) {
    super(message);
  }
}

export const portfolioArguments = z.object({
  portfolio_id: z
    .guid()
    .optional()
    .describe('Id of the portfolio, from list_user_portfolios. May be left out when the conversation is about one.'),
});

/** Validates the arguments, runs the work, and wraps its answer or expected failure. */
export async function answerTool<Schema extends z.ZodType>(
  newResultId: NewResultId,
  schema: Schema,
  args: unknown,
  work: (valid: z.output<Schema>) => Promise<ToolAnswer>,
): Promise<ToolResult> {
  const parsed = schema.safeParse(args ?? {});
  if (!parsed.success)
    return failedResult(newResultId(), { type: 'validation_error', message: problems(parsed.error) });
  try {
    const { asOf, units, truncated = false, data } = await work(parsed.data);
    return { meta: { result_id: newResultId(), as_of: asOf, units, truncated }, data, error: null };
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error;
    return failedResult(newResultId(), { type: error.type, message: error.message });
  }
}

export const failedResult = (resultId: string, error: ToolError): ToolResult => ({
  meta: { result_id: resultId, as_of: null, units: {}, truncated: false },
  data: null,
  error,
});

/** The portfolio a call is about. */
export function portfolioOf(args: { portfolio_id?: string | undefined }, caller: ToolCaller): string {
  const id = args.portfolio_id ?? caller.portfolioId;
  if (id === null) {
    throw new ToolFailure('validation_error', 'portfolio_id is required: list_user_portfolios gives the ids');
  }
  return id;
}

/** The same message whether the portfolio is another user's or does not exist. */
export function found<T>(view: T | null): T {
  if (view === null) throw new ToolFailure('not_found', 'There is no such portfolio.');
  return view;
}

/** A tool whose answer is one view of one portfolio. */
export abstract class PortfolioTool<View> implements Tool {
  abstract readonly name: string;
  abstract readonly description: string;
  readonly schema = portfolioArguments;

  protected constructor(private readonly newResultId: NewResultId) {}

  /** Null for a portfolio that is not this user's. */
  protected abstract find(userId: string, portfolioId: string): Promise<View | null>;

  protected abstract answer(view: View, portfolioId: string, userId: string): ToolAnswer | Promise<ToolAnswer>;

  run(args: unknown, caller: ToolCaller): Promise<ToolResult> {
    return answerTool(this.newResultId, this.schema, args, async (valid) => {
      const id = portfolioOf(valid, caller);
      return this.answer(found(await this.find(caller.userId, id)), id, caller.userId);
    });
  }
}

/** Name and currency, as `list_user_portfolios` has them; undefined when it is gone meanwhile. */
export async function listedPortfolio(
  portfolios: PortfolioReader,
  userId: string,
  portfolioId: string,
): Promise<PortfolioListItem | undefined> {
  return (await portfolios.listForUser(userId)).find(({ id }) => id === portfolioId);
}

/** Figures as plain numbers, and beside them the reasons of those that have none. */
export function figures(named: Readonly<Record<string, Figure>>): {
  readonly values: Readonly<Record<string, number | null>>;
  readonly reasons: Readonly<Record<string, string>>;
} {
  const entries = Object.entries(named);
  return {
    values: Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
    reasons: Object.fromEntries(
      entries.flatMap(([name, { value, reason }]) => (value === null ? [[name, reason ?? 'not-computed-yet']] : [])),
    ),
  };
}

const problems = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ');
