import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A small price file of our own: deterministic, on real sessions of the exchange as far as weekdays and holidays go. */
export function writeSyntheticPrices(folder: string, sessions: readonly string[], symbols: readonly string[]): string {
  let state = 20_240_607;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const prices = new Map(symbols.map((symbol, i) => [symbol, 40 + 15 * i]));
  const lines = ['symbol,date,close'];
  for (const date of sessions) {
    const market = (random() - 0.49) * 0.02;
    symbols.forEach((symbol, i) => {
      const move = symbol === 'SPY' ? market : market * (0.4 + 0.2 * i) + (random() - 0.5) * 0.02;
      prices.set(symbol, prices.get(symbol)! * (1 + move));
      lines.push(`${symbol},${date},${prices.get(symbol)!.toFixed(4)}`);
    });
  }
  const file = join(folder, 'prices.csv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
