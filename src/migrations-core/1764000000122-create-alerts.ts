import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectByPortfolio, protectByUser } from './policies.js';

/** Breaches of limits with their history, the channels of a user, and what is still to be delivered over them. */
export class CreateAlerts1764000000122 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await this.createAlerts(db);
    await this.createDelivery(db);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of ['alert_deliveries', 'alert_channels', 'alert_events', 'alerts'])
      await db.query(`DROP TABLE ${table}`);
  }

  private async createAlerts(db: QueryRunner): Promise<void> {
    // An alert outlives its limit: what happened stays to be read.
    await db.query(`
      CREATE TABLE alerts (
        id                 uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT alerts_pk PRIMARY KEY,
        portfolio_id       uuid NOT NULL CONSTRAINT alerts_portfolio_id_fk REFERENCES portfolios (id) ON DELETE CASCADE,
        limit_id           uuid,
        kind               text NOT NULL,
        subject            text NOT NULL,
        message            text NOT NULL,
        status             text NOT NULL DEFAULT 'open',
        value              double precision NOT NULL,
        threshold          double precision NOT NULL,
        first_as_of_date   date NOT NULL,
        as_of_date         date NOT NULL,
        raised_at          timestamptz NOT NULL,
        acknowledged_at    timestamptz,
        resolved_at        timestamptz,
        resolved_by        text,
        breach_ended_at    timestamptz,
        updated_at         timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT alerts_limit_id_fk FOREIGN KEY (limit_id, portfolio_id) REFERENCES risk_limits (id, portfolio_id)
          ON DELETE SET NULL (limit_id),
        CONSTRAINT alerts_kind_check CHECK (kind IN ('beta', 'value_at_risk', 'concentration', 'factor_tilt', 'drawdown',
          'expiry', 'stale_price', 'target_hit')),
        CONSTRAINT alerts_status_check CHECK (status IN ('open', 'acknowledged', 'resolved')),
        CONSTRAINT alerts_resolved_check CHECK ((status = 'resolved') = (resolved_at IS NOT NULL)
          AND (resolved_at IS NULL) = (resolved_by IS NULL) AND resolved_by IN ('user', 'batch'))
      )`);
    // One alert for each breach, however long it lasts.
    await db.query(
      'CREATE UNIQUE INDEX alerts_episode_key ON alerts (limit_id, subject) WHERE breach_ended_at IS NULL',
    );
    await db.query('CREATE UNIQUE INDEX alerts_id_portfolio_key ON alerts (id, portfolio_id)');
    await db.query('CREATE INDEX alerts_portfolio_id_idx ON alerts (portfolio_id, raised_at)');
    await db.query('CREATE INDEX alerts_limit_id_idx ON alerts (limit_id, portfolio_id)');
    await protectByPortfolio(db, 'alerts', 'SELECT, UPDATE');
    await db.query(`
      CREATE TABLE alert_events (
        id           bigserial NOT NULL CONSTRAINT alert_events_pk PRIMARY KEY,
        portfolio_id uuid NOT NULL,
        alert_id     uuid NOT NULL,
        event        text NOT NULL,
        detail       text,
        value        double precision,
        as_of_date   date,
        occurred_at  timestamptz NOT NULL,
        CONSTRAINT alert_events_alert_id_fk FOREIGN KEY (alert_id, portfolio_id) REFERENCES alerts (id, portfolio_id)
          ON DELETE CASCADE,
        CONSTRAINT alert_events_event_check CHECK (event IN ('raised', 'updated', 'acknowledged', 'resolved', 'delivered', 'failed'))
      )`);
    await db.query('CREATE INDEX alert_events_alert_id_idx ON alert_events (alert_id, portfolio_id)');
    await protectByPortfolio(db, 'alert_events', 'SELECT, INSERT');
    await db.query('GRANT USAGE ON SEQUENCE alert_events_id_seq TO sigmasight_app, sigmasight_system');
  }

  private async createDelivery(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE alert_channels (
        id            uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT alert_channels_pk PRIMARY KEY,
        user_id       uuid NOT NULL CONSTRAINT alert_channels_user_id_fk REFERENCES users (id) ON DELETE CASCADE,
        kind          text NOT NULL,
        name          text NOT NULL,
        target        text NOT NULL,
        secret_cipher text,
        created_at    timestamptz NOT NULL DEFAULT now(),
        updated_at    timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT alert_channels_kind_check CHECK (kind IN ('webhook', 'email')),
        CONSTRAINT alert_channels_secret_check CHECK ((kind = 'webhook') = (secret_cipher IS NOT NULL))
      )`);
    await db.query('CREATE UNIQUE INDEX alert_channels_target_key ON alert_channels (user_id, kind, target)');
    await protectByUser(db, 'alert_channels', 'SELECT, INSERT, UPDATE, DELETE');
    await db.query(`
      CREATE TABLE alert_deliveries (
        id              uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT alert_deliveries_pk PRIMARY KEY,
        portfolio_id    uuid NOT NULL,
        alert_id        uuid NOT NULL,
        channel_id      uuid NOT NULL CONSTRAINT alert_deliveries_channel_id_fk REFERENCES alert_channels (id) ON DELETE CASCADE,
        event           text NOT NULL,
        payload         jsonb NOT NULL,
        attempts        integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        delivered_at    timestamptz,
        failed_at       timestamptz,
        last_error      text,
        created_at      timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT alert_deliveries_alert_id_fk FOREIGN KEY (alert_id, portfolio_id) REFERENCES alerts (id, portfolio_id)
          ON DELETE CASCADE,
        CONSTRAINT alert_deliveries_event_check CHECK (event IN ('raised', 'resolved')),
        CONSTRAINT alert_deliveries_end_check CHECK (delivered_at IS NULL OR failed_at IS NULL)
      )`);
    await db.query('CREATE INDEX alert_deliveries_alert_id_idx ON alert_deliveries (alert_id, portfolio_id)');
    await db.query('CREATE INDEX alert_deliveries_channel_id_idx ON alert_deliveries (channel_id)');
    await db.query(
      'CREATE INDEX alert_deliveries_due_idx ON alert_deliveries (next_attempt_at) WHERE delivered_at IS NULL AND failed_at IS NULL',
    );
    await protectByPortfolio(db, 'alert_deliveries', 'SELECT');
  }
}
