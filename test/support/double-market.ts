import type { IncomingMessage } from 'node:http';

export interface DoubleDay {
  readonly date: string;
  /** As quoted on the day, before any later split. */
  readonly close: number;
  /** Cash a share, as paid. */
  readonly dividend?: number;
  /** New shares per old, from this day on. */
  readonly split?: number;
}

export interface DoubleSymbol {
  readonly symbol: string;
  readonly days: readonly DoubleDay[];
  readonly isEtf?: boolean;
}

export interface Call {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

export const GOOD_KEY = 'good-key-4711';

export interface DoubleAnswer {
  readonly code: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

/** Product of the splits after a day: a quoted close divided by it is the adjusted one. */
export const laterSplits = ({ days }: DoubleSymbol, date: string): number =>
  days.reduce((product, day) => (day.date > date ? product * (day.split ?? 1) : product), 1);
