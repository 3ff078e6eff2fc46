import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PriceImportReport, PriceImportService } from '../../src/core/market-data/price-import.service.js';
import { BatchFixture } from './fixture.js';

describe('an imported price file', () => {
  let fixture: BatchFixture;
  let folder: string;

  beforeAll(async () => {
    fixture = await BatchFixture.start();
    folder = await mkdtemp(join(tmpdir(), 'sgp-'));
  });
  afterAll(async () => {
    await fixture.close();
    await rm(folder, { recursive: true });
  });

  async function importing(...lines: string[]): Promise<PriceImportReport> {
    const file = join(folder, 'prices.csv');
    await writeFile(file, ['symbol,date,close,volume,split_factor,dividend', ...lines].join('\n'));
    return fixture.app.get(PriceImportService, { strict: false }).importFile(file, 'split_adjusted');
  }
  const stored = (symbol: string) =>
    fixture.sql(
      `SELECT close, volume, split_factor, dividend FROM market_data_cache price
         JOIN instruments instrument ON instrument.id = price.instrument_id AND instrument.symbol = $1 ORDER BY price_date`,
      [symbol],
    );

  it('is stored digit by digit, up to the last digit that the rules let through', async () => {
    const report = await importing(
      'BIG,2024-11-27,999999999999.999999,999999999999,999999999999.999999999999,999999999999.999999',
      'BIG,2024-11-29,0.000001,0,0.000000000001,0.000001',
      'THIRD,2024-11-29,3,1,0.333333333333,0',
    );
    expect(report).toMatchObject({ accepted: 3, inserted: 3, rejected: { total: 0 }, failure: null });
    expect(await stored('BIG')).toEqual([
      {
        close: '999999999999.999999',
        volume: '999999999999',
        split_factor: '999999999999.999999999999',
        dividend: '999999999999.999999',
      },
      { close: '0.000001', volume: '0', split_factor: '0.000000000001', dividend: '0.000001' },
    ]);
    expect(await stored('THIRD')).toMatchObject([{ split_factor: '0.333333333333' }]);
  });

  it('loses only the rows that no column could hold', async () => {
    const report = await importing(
      'GOOD,2024-11-29,3,1,,',
      'HALF,2024-11-29,3,1.5,,',
      'FINE,2024-11-29,3,1,0.3333333333333,',
    );
    expect(report).toMatchObject({ inserted: 1, rejected: { total: 2 } });
    expect(report.rejected.kept.map(({ line, field, rule }) => [line, field, rule])).toEqual([
      [3, 'volume', 'decimals'],
      [4, 'split_factor', 'decimals'],
    ]);
  });

  it('restates all sessions when a split comes to adjusted prices, and those of a changed price from its day', async () => {
    const date = '2024-11-25';
    const id = await fixture.portfolio([
      { kind: 'deposit', date, amount: '1000' },
      { kind: 'buy', date, symbol: 'AAA', quantity: '1', price: '50' },
    ]);
    const staleFrom = async (): Promise<unknown> => {
      const [row] = await fixture.sql<{ day: string }>('SELECT stale_from::text AS day FROM portfolios WHERE id = $1', [
        id,
      ]);
      await fixture.sql('UPDATE portfolios SET stale_from = NULL WHERE id = $1', [id]);
      return row!.day;
    };
    await staleFrom();
    const days: unknown[] = [];
    for (const split of ['', '2', '2', '']) {
      await importing(`AAA,2024-11-27,77,1,${split},`);
      days.push(await staleFrom());
    }
    expect(days).toEqual(['2024-11-27', '2000-01-03', null, '2000-01-03']);
  });

  it('makes options of OCC symbols, with their terms', async () => {
    const report = await importing(
      'SPY250117P00450500,2024-11-29,3.2,,,',
      'spy   250117p00450500,2024-11-27,3.1,,,',
      'SPY251340P00450000,2024-11-29,3.2,,,',
    );
    expect(report).toMatchObject({ inserted: 2, symbols: 1, rejected: { total: 1 } });
    const made = await fixture.sql(
      `SELECT symbol, investment_class, underlying_symbol, strike_price, expiration_date::text, option_type, multiplier,
              owner_user_id FROM instruments WHERE symbol LIKE 'SPY2%'`,
    );
    expect(made).toEqual([
      {
        symbol: 'SPY250117P00450500',
        investment_class: 'OPTIONS',
        underlying_symbol: 'SPY',
        strike_price: '450.500000',
        expiration_date: '2025-01-17',
        option_type: 'PUT',
        multiplier: 100,
        owner_user_id: null,
      },
    ]);
  });
});
