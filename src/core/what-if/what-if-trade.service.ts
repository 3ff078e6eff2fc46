import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import type { InputFault } from '../../shared/errors/app-error.js';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import type { LoadedPortfolio } from '../batch/hypothetical-book.service.js';
import { CoreTransactions } from '../core.transactions.js';
import { Exact } from '../ledger/decimal.kernel.js';
import type { LedgerEntry } from '../ledger/ledger-entry.kernel.js';
import { type TransactionInputs, TransactionService } from '../ledger/transaction.service.js';
import type { InstrumentView } from '../market-data/instrument.kernel.js';
import { InstrumentService } from '../market-data/instrument.service.js';
import type { WhatIfTrade } from './what-if-view.js';

/** Reads trades as bookings that the ledger would accept. */
@Injectable()
export class WhatIfTradeService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly instruments: InstrumentService,
    private readonly ledger: TransactionService,
  ) {}

  /** @throws InvalidInput, and what booking the trades would throw */
  async draft(
    userId: string,
    trades: readonly WhatIfTrade[],
    traded: readonly InstrumentView[],
    loaded: LoadedPortfolio,
  ): Promise<{ readonly prices: readonly string[]; readonly entries: readonly LedgerEntry[] }> {
    const prices = pricesOf(trades, traded, loaded);
    const { portfolioId, session } = loaded;
    const { entries } = await this.ledger.preview(userId, portfolioId, inputsOf(trades, prices, session));
    return { prices, entries };
  }

  /** The instrument of each trade: one's own private one first, as in a booking. */
  async instrumentsOf(userId: string, trades: readonly WhatIfTrade[]): Promise<InstrumentView[]> {
    const known = await this.tx.run(asUser(userId), () =>
      this.instruments.listBySymbols(
        userId,
        trades.map(({ symbol }) => symbol),
      ),
    );
    const faults: InputFault[] = [];
    const found = trades.flatMap(({ symbol }, index) => {
      const [instrument] = known.get(symbol) ?? [];
      if (instrument) return [instrument];
      const message = `${symbol} is not known here: correct the symbol, or book it or import its prices first.`;
      faults.push({ pointer: `/trades/${index}/symbol`, field: 'symbol', code: 'unknown_symbol', message });
      return [];
    });
    if (faults.length > 0) throw new InvalidInput(faults);
    return found;
  }
}

/** Decimals of a price in the ledger. */
const PRICE_SCALE = 6;

/** The instruments are known: nothing needs to be said of them. */
const NOTHING_NEW = {
  ...{ investmentClass: null, investmentSubtype: null, underlyingSymbol: null },
  ...{ strikePrice: null, expirationDate: null, optionType: null },
} as const;

/** Named, else the close of the session. */
function pricesOf(
  trades: readonly WhatIfTrade[],
  traded: readonly InstrumentView[],
  { panel, session }: LoadedPortfolio,
): string[] {
  const faults: InputFault[] = [];
  const prices = trades.map(({ price, symbol }, index) => {
    if (price !== null) return price;
    const close = panel.closeAt(traded[index]?.id ?? '', session);
    if (close !== null) return new Exact(close).toDecimalPlaces(PRICE_SCALE).toFixed();
    const message = `price is required for ${symbol}: it has no close of ${session}.`;
    faults.push({ pointer: `/trades/${index}/price`, field: 'price', code: 'required', message });
    return '';
  });
  if (faults.length > 0) throw new InvalidInput(faults);
  return prices;
}

function inputsOf(trades: readonly WhatIfTrade[], prices: readonly string[], session: string): TransactionInputs {
  const inputs = trades.map(({ symbol, side, quantity }, i) => ({
    ...{ kind: side, tradeDate: session, quantity, price: prices[i] ?? null, fees: '0', amount: null, ratio: null },
    ...{ lotId: null, notes: null, crossesZero: false },
    instrument: { symbol, ...NOTHING_NEW },
  }));
  return { inputs, pointer: (index: number, field: string) => `/trades/${index}/${field}`, rename: { kind: 'side' } };
}
