/** Tags that a person of the demo has put on the holdings of a book, by name; a holding may bear several. */
type Tagging = Readonly<Record<string, readonly string[]>>;

/** What is written about each book names strategies for the hedge fund alone; the others sort theirs as such people do. */
const BY_BOOK: Readonly<Record<string, Tagging>> = {
  'Individual Investor': {
    'Core Index Funds': ['VTI', 'VTIAX', 'BND'],
    'Active Funds': ['FCNTX', 'FMAGX', 'FXNAX'],
    'Growth Stocks': ['AAPL', 'AMZN', 'GOOGL', 'MSFT', 'NVDA', 'TSLA'],
    income: ['BND', 'FXNAX', 'VNQ'],
    growth: ['AAPL', 'AMZN', 'FCNTX', 'FMAGX', 'GOOGL', 'MSFT', 'NVDA'],
    defensive: ['BND', 'FXNAX', 'JNJ'],
    speculative: ['TSLA'],
    tech: ['AAPL', 'GOOGL', 'MSFT', 'NVDA'],
    finance: ['JPM', 'V'],
    healthcare: ['JNJ'],
    'long-term': ['VTI', 'VTIAX'],
  },
  'High Net Worth': {
    'Core Index Funds': ['QQQ', 'SPY', 'VTI'],
    'Private Markets': ['A16Z_VC_FUND', 'BX_PRIVATE_EQUITY', 'TWO_SIGMA_FUND'],
    'Real Estate': ['HOME_EQUITY', 'RENTAL_CONDO', 'RENTAL_SFH', 'STARWOOD_REIT'],
    'Inflation Hedge': ['DJP', 'GLD'],
    'Cash Reserve': ['MONEY_MARKET', 'TREASURY_BILLS'],
    income: ['RENTAL_CONDO', 'RENTAL_SFH', 'STARWOOD_REIT'],
    growth: ['AAPL', 'AMZN', 'GOOGL', 'META', 'MSFT', 'NVDA'],
    'Quality Consumer': ['HD', 'PG'],
    defensive: ['JNJ', 'PG', 'UNH'],
    speculative: ['ART_COLLECTIBLES', 'CRYPTO_BTC_ETH', 'TSLA'],
    tech: ['AAPL', 'GOOGL', 'META', 'MSFT', 'NVDA'],
    finance: ['BRK-B', 'JPM', 'V'],
    healthcare: ['JNJ', 'UNH'],
    'long-term': ['BRK-B', 'SPY', 'VTI'],
  },
  'Hedge Fund Style': {
    'Long Momentum': ['AAPL', 'AMD', 'AMZN', 'GOOGL', 'META', 'MSFT', 'NVDA', 'TSLA'],
    'AI Play': ['NVDA'],
    'Cloud Dominance': ['MSFT'],
    'Ecosystem Moat': ['AAPL'],
    'AI & Search': ['GOOGL'],
    Metaverse: ['META'],
    'AWS Growth': ['AMZN'],
    'EV Revolution': ['TSLA'],
    'Data Center': ['AMD'],
    'Long Value': ['BRK-B', 'JNJ', 'JPM', 'UNH', 'V'],
    Quality: ['BRK-B'],
    'Bank Quality': ['JPM'],
    'Healthcare Defensive': ['JNJ'],
    'Healthcare Quality': ['UNH'],
    'Payment Network': ['V'],
    'Short Value Traps': ['C', 'F', 'GE', 'NFLX', 'PTON', 'ROKU', 'SHOP', 'XOM', 'ZM'],
  },
  'Family Office Public Growth': {
    'Quality Compounders': ['ASML', 'AVGO', 'COST', 'LULU'],
    'Thematic Funds': ['IGV', 'SMH', 'XLK', 'XLY'],
    'Defensive Yield': ['BIL', 'JEPQ', 'NEE', 'SCHD'],
    income: ['BIL', 'JEPQ', 'SCHD'],
    growth: ['ASML', 'AVGO', 'COST', 'LULU'],
    defensive: ['BIL', 'NEE'],
    tech: ['ASML', 'AVGO', 'IGV', 'SMH', 'XLK'],
  },
  'Family Office Private Opportunities': {
    'Private Markets': ['FO_GROWTH_PE', 'FO_VC_SECONDARIES'],
    'Private Income': ['FO_IMPACT_LENDING', 'FO_PRIVATE_CREDIT'],
    'Real Assets': ['FO_HOME_RENTAL', 'FO_INFRASTRUCTURE', 'FO_REAL_ASSET_REIT'],
    income: ['FO_HOME_RENTAL', 'FO_IMPACT_LENDING', 'FO_PRIVATE_CREDIT'],
    speculative: ['FO_ART_COLLECTIVE', 'FO_CRYPTO_DIGITAL', 'FO_VC_SECONDARIES'],
    'long-term': ['FO_GROWTH_PE', 'FO_INFRASTRUCTURE', 'FO_REAL_ASSET_REIT'],
  },
};

const OPTION_TAGS = ['Options Overlay', 'options'];
const OPTION_SYMBOL = /^[A-Z.]{1,6}\d{6}[CP]\d{8}$/;

/** Names of the tags that a holding of a book bears: none for what the book does not know. */
export function demoTagsOf(accountName: string, symbol: string): string[] {
  const tagging = BY_BOOK[accountName];
  if (tagging === undefined) return [];
  const named = Object.entries(tagging).flatMap(([name, symbols]) => (symbols.includes(symbol) ? [name] : []));
  return OPTION_SYMBOL.test(symbol) ? [...named, ...OPTION_TAGS] : named;
}
