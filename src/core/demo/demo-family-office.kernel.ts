import { privateLot, publicLot, type DemoPortfolio } from './demo-holding.kernel.js';

/** Its rows cost more than the deposit: the rest is borrowed, which shows as negative cash. */
export const FAMILY_OFFICE_PUBLIC_PORTFOLIO: DemoPortfolio = {
  name: 'Demo Family Office Public Growth',
  accountName: 'Family Office Public Growth',
  accountType: 'trust',
  description: 'The listed part of a family’s wealth: thematic funds, lasting businesses, and some that pay income.',
  equityBalance: '1250000.00',
  holdings: [
    publicLot('ASML', '189', '797.9467'),
    publicLot('AVGO', '166', '275.1785'),
    publicLot('BIL', '1089', '90.18'),
    publicLot('COST', '260', '987.1738'),
    publicLot('IGV', '473', '109.5'),
    publicLot('JEPQ', '827', '52.2119'),
    publicLot('LULU', '355', '237.58'),
    publicLot('NEE', '592', '68.8873'),
    publicLot('SCHD', '769', '26.2485'),
    publicLot('SMH', '592', '278.88'),
    publicLot('XLK', '710', '252.905'),
    publicLot('XLY', '532', '216.9474'),
  ],
};

export const FAMILY_OFFICE_PRIVATE_PORTFOLIO: DemoPortfolio = {
  name: 'Demo Family Office Private Opportunities',
  accountName: 'Family Office Private Opportunities',
  accountType: 'trust',
  description: 'The private part of the same wealth: funds, credit and real assets, valued a few times a year.',
  equityBalance: '950000.00',
  holdings: [
    privateLot('FO_ART_COLLECTIVE', '1', '29081.63'),
    privateLot('FO_CRYPTO_DIGITAL', '1', '29081.63'),
    privateLot('FO_GROWTH_PE', '1', '203571.43'),
    privateLot('FO_HOME_RENTAL', '1', '82397.96'),
    privateLot('FO_IMPACT_LENDING', '1', '53316.33'),
    privateLot('FO_INFRASTRUCTURE', '1', '87244.9'),
    privateLot('FO_PRIVATE_CREDIT', '1', '218112.25'),
    privateLot('FO_REAL_ASSET_REIT', '1', '106632.65'),
    privateLot('FO_VC_SECONDARIES', '1', '140561.22'),
  ],
};
