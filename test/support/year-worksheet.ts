import { readFileSync } from 'node:fs';

export interface Row {
  readonly id: string;
  readonly date: string;
  readonly net_asset_value: number;
  readonly cost_basis: number;
  readonly realized_pnl: number;
  readonly unrealized_pnl: number;
  readonly time_weighted: number;
  readonly money_weighted_annualized: number | null;
}

const WORKSHEET = JSON.parse(
  readFileSync(new URL('../http/portfolio-year.worksheet.json', import.meta.url), 'utf8'),
) as {
  readonly rows: readonly Row[];
};
export const rowOf = (id: string): Row => WORKSHEET.rows.find((row) => row.id === id)!;

export interface Figures {
  readonly end_value: string;
  readonly cost_basis: string;
  readonly realized_pnl: string;
  readonly unrealized_pnl: string;
  readonly returns: { readonly time_weighted: number; readonly money_weighted_annualized: number | null };
}

/** Names of the figures that are not those of the row: money to the last digit, rates to ten digits. */
export function differences(row: Row, figures: Figures): string[] {
  const money = {
    net_asset_value: figures.end_value,
    cost_basis: figures.cost_basis,
    realized_pnl: figures.realized_pnl,
    unrealized_pnl: figures.unrealized_pnl,
  };
  const rates = {
    time_weighted: figures.returns.time_weighted,
    money_weighted_annualized: figures.returns.money_weighted_annualized,
  };
  return [
    ...Object.entries(money).filter(([name, text]) => Number(text) !== row[name as keyof typeof money]),
    ...Object.entries(rates).filter(([name, rate]) => {
      const wanted = row[name as keyof typeof rates];
      if (wanted === null || rate === null) return wanted !== rate;
      return Math.abs(rate - wanted) > 1e-10 * Math.max(1, Math.abs(wanted));
    }),
  ].map(([name, actual]) => `${name} is ${String(actual)}, not ${String(row[name as keyof Row])}`);
}
