import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectAsReference } from './policies.js';

/** Statements of fiscal quarters and years, by dataset. Symbol, frequency and period find a row again. */
export class CreateFundamentals1764000000071 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE income_statements (
        instrument_id                      uuid NOT NULL CONSTRAINT income_statements_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        dataset                            text NOT NULL,
        frequency                          text NOT NULL,
        period_date                        date NOT NULL,
        fiscal_year                        integer,
        fiscal_quarter                     integer,
        currency                           text NOT NULL,
        total_revenue                      numeric,
        cost_of_revenue                    numeric,
        gross_profit                       numeric,
        research_and_development           numeric,
        selling_general_and_administrative numeric,
        operating_income                   numeric,
        ebit                               numeric,
        ebitda                             numeric,
        net_income                         numeric,
        diluted_eps                        numeric,
        basic_eps                          numeric,
        basic_average_shares               bigint,
        diluted_average_shares             bigint,
        tax_provision                      numeric,
        interest_expense                   numeric,
        depreciation_and_amortization      numeric,
        fetched_at                         timestamptz NOT NULL,
        created_at                         timestamptz NOT NULL DEFAULT now(),
        updated_at                         timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT income_statements_pk PRIMARY KEY (instrument_id, dataset, frequency, period_date),
        CONSTRAINT income_statements_dataset_check CHECK (dataset IN ('simulated', 'csv', 'yahoo', 'fmp')),
        CONSTRAINT income_statements_frequency_check CHECK (frequency IN ('q', 'a')),
        CONSTRAINT income_statements_fiscal_quarter_check CHECK (fiscal_quarter BETWEEN 1 AND 4 AND frequency = 'q' OR fiscal_quarter IS NULL),
        CONSTRAINT income_statements_fiscal_year_check CHECK (fiscal_year BETWEEN 1900 AND 2200),
        CONSTRAINT income_statements_currency_check CHECK (currency ~ '^[A-Z]{3}$')
      )`);
    await protectAsReference(db, 'income_statements');

    await db.query(`
      CREATE TABLE balance_sheets (
        instrument_id             uuid NOT NULL CONSTRAINT balance_sheets_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        dataset                   text NOT NULL,
        frequency                 text NOT NULL,
        period_date               date NOT NULL,
        fiscal_year               integer,
        fiscal_quarter            integer,
        currency                  text NOT NULL,
        total_assets              numeric,
        current_assets            numeric,
        cash_and_cash_equivalents numeric,
        short_term_investments    numeric,
        accounts_receivable       numeric,
        inventory                 numeric,
        property_plant_equipment  numeric,
        intangible_assets         numeric,
        total_liabilities         numeric,
        current_liabilities       numeric,
        accounts_payable          numeric,
        short_term_debt           numeric,
        long_term_debt            numeric,
        total_debt                numeric,
        total_stockholders_equity numeric,
        retained_earnings         numeric,
        common_stock              numeric,
        fetched_at                timestamptz NOT NULL,
        created_at                timestamptz NOT NULL DEFAULT now(),
        updated_at                timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT balance_sheets_pk PRIMARY KEY (instrument_id, dataset, frequency, period_date),
        CONSTRAINT balance_sheets_dataset_check CHECK (dataset IN ('simulated', 'csv', 'yahoo', 'fmp')),
        CONSTRAINT balance_sheets_frequency_check CHECK (frequency IN ('q', 'a')),
        CONSTRAINT balance_sheets_fiscal_quarter_check CHECK (fiscal_quarter BETWEEN 1 AND 4 AND frequency = 'q' OR fiscal_quarter IS NULL),
        CONSTRAINT balance_sheets_fiscal_year_check CHECK (fiscal_year BETWEEN 1900 AND 2200),
        CONSTRAINT balance_sheets_currency_check CHECK (currency ~ '^[A-Z]{3}$')
      )`);
    await protectAsReference(db, 'balance_sheets');

    await db.query(`
      CREATE TABLE cash_flows (
        instrument_id                 uuid NOT NULL CONSTRAINT cash_flows_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        dataset                       text NOT NULL,
        frequency                     text NOT NULL,
        period_date                   date NOT NULL,
        fiscal_year                   integer,
        fiscal_quarter                integer,
        currency                      text NOT NULL,
        operating_cash_flow           numeric,
        depreciation_and_amortization numeric,
        stock_based_compensation      numeric,
        change_in_working_capital     numeric,
        investing_cash_flow           numeric,
        capital_expenditures          numeric,
        acquisitions                  numeric,
        purchases_of_investments      numeric,
        financing_cash_flow           numeric,
        dividends_paid                numeric,
        stock_repurchases             numeric,
        debt_issuance_repayment       numeric,
        net_change_in_cash            numeric,
        beginning_cash_position       numeric,
        fetched_at                    timestamptz NOT NULL,
        created_at                    timestamptz NOT NULL DEFAULT now(),
        updated_at                    timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT cash_flows_pk PRIMARY KEY (instrument_id, dataset, frequency, period_date),
        CONSTRAINT cash_flows_dataset_check CHECK (dataset IN ('simulated', 'csv', 'yahoo', 'fmp')),
        CONSTRAINT cash_flows_frequency_check CHECK (frequency IN ('q', 'a')),
        CONSTRAINT cash_flows_fiscal_quarter_check CHECK (fiscal_quarter BETWEEN 1 AND 4 AND frequency = 'q' OR fiscal_quarter IS NULL),
        CONSTRAINT cash_flows_fiscal_year_check CHECK (fiscal_year BETWEEN 1900 AND 2200),
        CONSTRAINT cash_flows_currency_check CHECK (currency ~ '^[A-Z]{3}$')
      )`);
    await protectAsReference(db, 'cash_flows');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE cash_flows');
    await db.query('DROP TABLE balance_sheets');
    await db.query('DROP TABLE income_statements');
  }
}
