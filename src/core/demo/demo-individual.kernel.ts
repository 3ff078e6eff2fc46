import { publicLot, type DemoPortfolio } from './demo-holding.kernel.js';

export const INDIVIDUAL_PORTFOLIO: DemoPortfolio = {
  name: 'Demo Individual Investor Portfolio',
  accountName: 'Individual Investor',
  accountType: 'taxable',
  description: "A private investor's savings: index and mutual funds at the core, large growth stocks beside them.",
  equityBalance: '485000.00',
  holdings: [
    publicLot('AAPL', '80.9', '204.9374'),
    publicLot('AMZN', '102.88', '219.39'),
    publicLot('BND', '298.66', '72.4414'),
    publicLot('FCNTX', '4597.79', '23.33'),
    publicLot('FMAGX', '3677.83', '15.67'),
    publicLot('FXNAX', '4137.31', '10.3446'),
    publicLot('GOOGL', '108.87', '176.0725'),
    publicLot('JNJ', '99.88', '151.637'),
    publicLot('JPM', '80.9', '287.1241'),
    publicLot('MSFT', '42.95', '496.5937'),
    publicLot('NVDA', '23.97', '157.9811'),
    publicLot('TSLA', '65.92', '317.66'),
    publicLot('V', '46.94', '354.4264'),
    publicLot('VNQ', '201.77', '88.2174'),
    publicLot('VTI', '146.83', '303.0875'),
    publicLot('VTIAX', '919.95', '36.9219'),
  ],
};
