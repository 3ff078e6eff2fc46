import { dayIn, decimalIn, listIn, numberIn, objectIn, type Json, textIn, wholeIn } from '../answer-value.kernel.js';
import type {
  AnalystEstimateView,
  CompanyProfileView,
  EstimateRange,
  FundView,
  StatementPeriod,
} from '../provider-view.kernel.js';

export const PROFILE_MODULES = [
  ...['price', 'assetProfile', 'summaryDetail', 'defaultKeyStatistics', 'financialData', 'calendarEvents'],
];

/** The modules of an answer of `/v10/finance/quoteSummary`; null when it is none. */
export function summaryIn(answer: unknown): Json | null {
  const [result] = listIn(objectIn(objectIn(answer).quoteSummary).result);
  return result === undefined ? null : objectIn(result);
}

export function readProfile(symbol: string, modules: Json): CompanyProfileView {
  const price = objectIn(modules.price);
  const company = objectIn(modules.assetProfile);
  const detail = objectIn(modules.summaryDetail);
  const statistics = objectIn(modules.defaultKeyStatistics);
  const financial = objectIn(modules.financialData);
  const type = textIn(price.quoteType);
  return {
    symbol,
    name: textIn(price.longName) ?? textIn(price.shortName),
    sector: textIn(company.sector),
    industry: textIn(company.industry),
    exchange: textIn(price.exchangeName),
    country: textIn(company.country),
    currency: textIn(price.currency),
    description: textIn(company.longBusinessSummary),
    website: textIn(company.website),
    ceo: chiefOf(company),
    employees: wholeIn(company.fullTimeEmployees),
    isEtf: type === null ? null : type === 'ETF',
    isFund: type === null ? null : type === 'MUTUALFUND',
    marketCap: decimalIn(price.marketCap),
    trailingPe: numberIn(detail.trailingPE),
    forwardPe: numberIn(detail.forwardPE),
    dividendYield: numberIn(detail.dividendYield),
    beta: numberIn(detail.beta),
    week52High: decimalIn(detail.fiftyTwoWeekHigh),
    week52Low: decimalIn(detail.fiftyTwoWeekLow),
    ...targetsOf(financial),
    earningsGrowth: numberIn(financial.earningsGrowth),
    revenueGrowth: numberIn(financial.revenueGrowth),
    profitMargin: numberIn(financial.profitMargins) ?? numberIn(statistics.profitMargins),
    operatingMargin: numberIn(financial.operatingMargins),
    grossMargin: numberIn(financial.grossMargins),
    returnOnAssets: numberIn(financial.returnOnAssets),
    returnOnEquity: numberIn(financial.returnOnEquity),
    totalRevenue: decimalIn(financial.totalRevenue),
    nextEarningsDate: dayIn(listIn(objectIn(objectIn(modules.calendarEvents).earnings).earningsDate)[0]),
  };
}

function chiefOf(company: Json): string | null {
  const chief = listIn(company.companyOfficers)
    .map(objectIn)
    .find(({ title }) => /\bCEO\b|chief executive/i.test(textIn(title) ?? ''));
  return textIn(chief?.name);
}

const targetsOf = (financial: Json) => ({
  targetMeanPrice: decimalIn(financial.targetMeanPrice),
  targetHighPrice: decimalIn(financial.targetHighPrice),
  targetLowPrice: decimalIn(financial.targetLowPrice),
  analystOpinions: wholeIn(financial.numberOfAnalystOpinions),
  recommendationMean: numberIn(financial.recommendationMean),
  recommendation: textIn(financial.recommendationKey),
});

/** `0q` and `+1q` are quarters, `0y` and `+1y` years; older quarters only say how estimates have moved. */
const PERIODS: Readonly<Record<string, StatementPeriod>> = {
  '0q': 'quarter',
  '+1q': 'quarter',
  '0y': 'annual',
  '+1y': 'annual',
};

export function readEstimates(symbol: string, modules: Json): AnalystEstimateView[] {
  return listIn(objectIn(modules.earningsTrend).trend)
    .map(objectIn)
    .flatMap((trend): AnalystEstimateView[] => {
      const [period, periodDate] = [PERIODS[textIn(trend.period) ?? ''], dayIn(trend.endDate)];
      if (period === undefined || periodDate === null) return [];
      const [earnings, revenue] = [objectIn(trend.earningsEstimate), objectIn(trend.revenueEstimate)];
      return [
        {
          ...{ symbol, periodDate, period },
          currency: textIn(earnings.earningsCurrency) ?? textIn(revenue.revenueCurrency),
          revenue: rangeOf(revenue),
          earnings: rangeOf(earnings),
          growth: numberIn(trend.growth),
        },
      ];
    })
    .sort((a, b) => (a.periodDate < b.periodDate ? -1 : 1));
}

const rangeOf = ({ avg, low, high, numberOfAnalysts }: Json): EstimateRange => ({
  average: decimalIn(avg),
  low: decimalIn(low),
  high: decimalIn(high),
  analysts: wholeIn(numberOfAnalysts),
});

/** The ten largest holdings; Yahoo has no more. Null for something that is no fund. */
export function readFund(symbol: string, modules: Json): FundView | null {
  if (modules.topHoldings === undefined) return null;
  const top = objectIn(modules.topHoldings);
  const holdings = listIn(top.holdings).map(objectIn);
  return {
    symbol,
    asOf: null,
    holdings: holdings.map((holding) => ({
      symbol: textIn(holding.symbol),
      name: textIn(holding.holdingName),
      weight: numberIn(holding.holdingPercent),
      shares: null,
      marketValue: null,
    })),
    sectorWeights: listIn(top.sectorWeightings).flatMap((entry) =>
      Object.entries(objectIn(entry)).flatMap(([sector, value]) => {
        const weight = numberIn(value);
        return weight === null ? [] : [{ sector, weight }];
      }),
    ),
  };
}
