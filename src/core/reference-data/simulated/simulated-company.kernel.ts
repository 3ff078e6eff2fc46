/** How much of an annual revenue is what, for the simulated statements. Ratios. */
export interface CompanyEconomics {
  /** A year at the anchor, in millions of USD. */
  readonly revenue: number;
  /** A year. */
  readonly growth: number;
  /** Null where a cost of revenue is not reported, such as by banks and insurers. */
  readonly grossMargin: number | null;
  readonly operatingMargin: number;
  readonly research: number;
  /** Share of net income that is paid out. */
  readonly payout: number;
  readonly buyback: number;
}

/** Who a company is: public facts. What it earns: plausible inventions of the simulated market. */
export interface SimulatedCompany extends CompanyEconomics {
  readonly symbol: string;
  readonly industry: string;
  readonly exchange: string;
  readonly country: string;
  readonly website: string;
  /** Millions; constant in the simulated market. */
  readonly shares: number;
}

type Figures = readonly [
  shares: number,
  revenue: number,
  growth: number,
  grossMargin: number | null,
  operatingMargin: number,
  research: number,
  payout: number,
  buyback: number,
];

type Facts = readonly [industry: string, exchange: 'NASDAQ' | 'NYSE', website: string, country?: string];

const company = (
  symbol: string,
  [industry, exchange, website, country = 'United States']: Facts,
  [shares, revenue, growth, grossMargin, operatingMargin, research, payout, buyback]: Figures,
): SimulatedCompany => ({
  ...{ symbol, industry, exchange, country, website: `https://${website}` },
  ...{ shares, revenue, growth, grossMargin, operatingMargin, research, payout, buyback },
});

/** The stocks of the simulated market, ordered by symbol. */
export const SIMULATED_COMPANIES: readonly SimulatedCompany[] = [
  company(
    'AAPL',
    ['Consumer Electronics', 'NASDAQ', 'www.apple.com'],
    [14_935, 400_000, 0.05, 0.46, 0.31, 0.08, 0.15, 0.7],
  ),
  company('AMD', ['Semiconductors', 'NASDAQ', 'www.amd.com'], [1_620, 28_000, 0.15, 0.5, 0.12, 0.22, 0, 0.2]),
  company('AMZN', ['Internet Retail', 'NASDAQ', 'www.amazon.com'], [10_610, 660_000, 0.1, 0.49, 0.11, 0.13, 0, 0]),
  company(
    'ASML',
    ['Semiconductor Equipment', 'NASDAQ', 'www.asml.com', 'Netherlands'],
    [389, 33_000, 0.1, 0.52, 0.33, 0.14, 0.3, 0.2],
  ),
  company('AVGO', ['Semiconductors', 'NASDAQ', 'www.broadcom.com'], [4_700, 58_000, 0.2, 0.67, 0.38, 0.17, 0.4, 0.1]),
  company(
    'BRK-B',
    ['Insurance - Diversified', 'NYSE', 'www.berkshirehathaway.com'],
    [2_157, 370_000, 0.04, null, 0.16, 0, 0, 0.1],
  ),
  company('C', ['Banks - Diversified', 'NYSE', 'www.citigroup.com'], [1_840, 82_000, 0.03, null, 0.22, 0, 0.3, 0.3]),
  company('COST', ['Discount Stores', 'NASDAQ', 'www.costco.com'], [444, 270_000, 0.07, 0.13, 0.038, 0, 0.28, 0.1]),
  company('F', ['Auto Manufacturers', 'NYSE', 'www.ford.com'], [3_980, 183_000, 0.02, 0.13, 0.035, 0.03, 0.4, 0]),
  company(
    'GE',
    ['Aerospace & Defense', 'NYSE', 'www.geaerospace.com'],
    [1_065, 40_000, 0.1, 0.37, 0.2, 0.04, 0.2, 0.5],
  ),
  company(
    'GOOGL',
    ['Internet Content & Information', 'NASDAQ', 'www.abc.xyz'],
    [12_100, 370_000, 0.12, 0.58, 0.32, 0.14, 0.08, 0.5],
  ),
  company(
    'HD',
    ['Home Improvement Retail', 'NYSE', 'www.homedepot.com'],
    [995, 162_000, 0.04, 0.33, 0.135, 0, 0.6, 0.2],
  ),
  company(
    'JNJ',
    ['Drug Manufacturers - General', 'NYSE', 'www.jnj.com'],
    [2_406, 90_000, 0.05, 0.69, 0.26, 0.17, 0.6, 0.1],
  ),
  company(
    'JPM',
    ['Banks - Diversified', 'NYSE', 'www.jpmorganchase.com'],
    [2_750, 175_000, 0.05, null, 0.4, 0, 0.28, 0.4],
  ),
  company('LULU', ['Apparel Retail', 'NASDAQ', 'www.lululemon.com'], [119, 10_700, 0.08, 0.59, 0.22, 0, 0, 0.7]),
  company(
    'META',
    ['Internet Content & Information', 'NASDAQ', 'www.meta.com'],
    [2_520, 178_000, 0.15, 0.82, 0.42, 0.26, 0.08, 0.4],
  ),
  company(
    'MSFT',
    ['Software - Infrastructure', 'NASDAQ', 'www.microsoft.com'],
    [7_433, 282_000, 0.14, 0.69, 0.45, 0.12, 0.25, 0.2],
  ),
  company(
    'NEE',
    ['Utilities - Regulated Electric', 'NYSE', 'www.nexteraenergy.com'],
    [2_058, 26_000, 0.06, 0.6, 0.3, 0, 0.6, 0],
  ),
  company('NFLX', ['Entertainment', 'NASDAQ', 'www.netflix.com'], [425, 42_000, 0.13, 0.47, 0.29, 0.08, 0, 0.7]),
  company('NVDA', ['Semiconductors', 'NASDAQ', 'www.nvidia.com'], [24_400, 150_000, 0.35, 0.73, 0.6, 0.09, 0.01, 0.5]),
  company(
    'PG',
    ['Household & Personal Products', 'NYSE', 'us.pg.com'],
    [2_341, 84_000, 0.03, 0.51, 0.24, 0.02, 0.6, 0.3],
  ),
  company('PTON', ['Leisure', 'NASDAQ', 'www.onepeloton.com'], [395, 2_500, -0.04, 0.5, 0.01, 0.1, 0, 0]),
  company('ROKU', ['Entertainment', 'NASDAQ', 'www.roku.com'], [147, 4_300, 0.14, 0.44, -0.03, 0.16, 0, 0]),
  company(
    'SHOP',
    ['Software - Application', 'NASDAQ', 'www.shopify.com', 'Canada'],
    [1_298, 9_400, 0.23, 0.5, 0.14, 0.15, 0, 0],
  ),
  company('TSLA', ['Auto Manufacturers', 'NASDAQ', 'www.tesla.com'], [3_225, 95_000, 0.1, 0.18, 0.07, 0.05, 0, 0]),
  company(
    'UNH',
    ['Healthcare Plans', 'NYSE', 'www.unitedhealthgroup.com'],
    [907, 420_000, 0.08, 0.2, 0.06, 0, 0.35, 0.3],
  ),
  company('V', ['Credit Services', 'NYSE', 'www.visa.com'], [1_940, 38_000, 0.1, null, 0.63, 0, 0.22, 0.6]),
  company(
    'XOM',
    ['Oil & Gas Integrated', 'NYSE', 'corporate.exxonmobil.com'],
    [4_310, 340_000, 0.02, 0.3, 0.12, 0, 0.5, 0.4],
  ),
  company('ZM', ['Software - Application', 'NASDAQ', 'www.zoom.com'], [304, 4_700, 0.03, 0.76, 0.2, 0.18, 0, 0.6]),
];

const BY_SYMBOL = new Map(SIMULATED_COMPANIES.map((one) => [one.symbol, one]));

/** Null for funds and for symbols outside the simulated market. */
export const findSimulatedCompany = (symbol: string): SimulatedCompany | null => BY_SYMBOL.get(symbol) ?? null;
