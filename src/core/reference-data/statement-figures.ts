//! The figures of a statement in the contract, each with the SQL that it is read by. Ratios are computed from what is stored.

/** `statement` is the row, `income` the income statement of the same period, where there is one. */
export const STATEMENTS = {
  income: {
    table: 'income_statements',
    figures: {
      total_revenue: 'statement.total_revenue',
      cost_of_revenue: 'statement.cost_of_revenue',
      gross_profit: 'statement.gross_profit',
      gross_margin: 'round(statement.gross_profit / nullif(statement.total_revenue, 0), 6)',
      research_and_development: 'statement.research_and_development',
      selling_general_and_administrative: 'statement.selling_general_and_administrative',
      operating_income: 'statement.operating_income',
      operating_margin: 'round(statement.operating_income / nullif(statement.total_revenue, 0), 6)',
      ebit: 'statement.ebit',
      ebitda: 'statement.ebitda',
      net_income: 'statement.net_income',
      net_margin: 'round(statement.net_income / nullif(statement.total_revenue, 0), 6)',
      diluted_eps: 'statement.diluted_eps',
      basic_eps: 'statement.basic_eps',
      basic_average_shares: 'statement.basic_average_shares',
      diluted_average_shares: 'statement.diluted_average_shares',
      tax_provision: 'statement.tax_provision',
      interest_expense: 'statement.interest_expense',
      depreciation_and_amortization: 'statement.depreciation_and_amortization',
    },
  },
  balance: {
    table: 'balance_sheets',
    figures: {
      total_assets: 'statement.total_assets',
      current_assets: 'statement.current_assets',
      cash_and_cash_equivalents: 'statement.cash_and_cash_equivalents',
      short_term_investments: 'statement.short_term_investments',
      accounts_receivable: 'statement.accounts_receivable',
      inventory: 'statement.inventory',
      property_plant_equipment: 'statement.property_plant_equipment',
      intangible_assets: 'statement.intangible_assets',
      total_liabilities: 'statement.total_liabilities',
      current_liabilities: 'statement.current_liabilities',
      accounts_payable: 'statement.accounts_payable',
      short_term_debt: 'statement.short_term_debt',
      long_term_debt: 'statement.long_term_debt',
      total_debt: 'statement.total_debt',
      total_stockholders_equity: 'statement.total_stockholders_equity',
      retained_earnings: 'statement.retained_earnings',
      common_stock: 'statement.common_stock',
      working_capital: 'statement.current_assets - statement.current_liabilities',
      net_debt: 'statement.total_debt - statement.cash_and_cash_equivalents',
      current_ratio: 'round(statement.current_assets / nullif(statement.current_liabilities, 0), 4)',
      debt_to_equity: 'round(statement.total_debt / nullif(statement.total_stockholders_equity, 0), 4)',
      book_value_per_share: 'round(statement.total_stockholders_equity / nullif(income.basic_average_shares, 0), 4)',
    },
  },
  cash: {
    table: 'cash_flows',
    figures: {
      operating_cash_flow: 'statement.operating_cash_flow',
      depreciation_and_amortization: 'statement.depreciation_and_amortization',
      stock_based_compensation: 'statement.stock_based_compensation',
      change_in_working_capital: 'statement.change_in_working_capital',
      investing_cash_flow: 'statement.investing_cash_flow',
      capital_expenditures: 'statement.capital_expenditures',
      acquisitions: 'statement.acquisitions',
      purchases_of_investments: 'statement.purchases_of_investments',
      financing_cash_flow: 'statement.financing_cash_flow',
      dividends_paid: 'statement.dividends_paid',
      stock_repurchases: 'statement.stock_repurchases',
      debt_issuance_repayment: 'statement.debt_issuance_repayment',
      net_change_in_cash: 'statement.net_change_in_cash',
      beginning_cash_position: 'statement.beginning_cash_position',
      free_cash_flow: 'statement.operating_cash_flow + statement.capital_expenditures',
      fcf_margin:
        'round((statement.operating_cash_flow + statement.capital_expenditures) / nullif(income.total_revenue, 0), 6)',
    },
  },
} as const;
export type StatementKind = keyof typeof STATEMENTS;

/** Counts of shares, which the contract has as whole numbers; every other figure is a decimal text. */
export const COUNTS: ReadonlySet<string> = new Set(['basic_average_shares', 'diluted_average_shares']);
