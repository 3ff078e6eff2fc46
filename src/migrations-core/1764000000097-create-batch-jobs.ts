import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectAsInternal } from './policies.js';

/** What a run did, a row for each phase, and when runs begin by themselves. Phases of earlier runs are taken over. */
export class CreateBatchJobs1764000000097 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE batch_jobs (
        run_id            uuid NOT NULL CONSTRAINT batch_jobs_run_id_fk REFERENCES batch_run_tracking (id) ON DELETE CASCADE,
        job_name          text NOT NULL,
        status            text NOT NULL,
        started_at        timestamptz,
        completed_at      timestamptz,
        duration_seconds  double precision NOT NULL DEFAULT 0,
        records_processed integer,
        error_message     text,
        CONSTRAINT batch_jobs_pk PRIMARY KEY (run_id, job_name),
        CONSTRAINT batch_jobs_status_check CHECK (status IN ('running', 'completed', 'failed')),
        CONSTRAINT batch_jobs_duration_seconds_check CHECK (duration_seconds >= 0),
        CONSTRAINT batch_jobs_records_processed_check CHECK (records_processed >= 0)
      )`);
    await db.query(`
      INSERT INTO batch_jobs (run_id, job_name, status, duration_seconds)
      SELECT run.id, phase.key, 'completed', phase.value::float8
        FROM batch_run_tracking run, jsonb_each_text(run.phase_durations) phase`);
    await protectAsInternal(db, 'batch_jobs');
    await db.query(`
      CREATE TABLE batch_job_schedules (
        job_name      text NOT NULL CONSTRAINT batch_job_schedules_pk PRIMARY KEY,
        description   text NOT NULL,
        is_active     boolean NOT NULL DEFAULT true,
        delay_minutes integer NOT NULL,
        last_run_at   timestamptz,
        next_run_at   timestamptz,
        updated_at    timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT batch_job_schedules_delay_minutes_check CHECK (delay_minutes BETWEEN 30 AND 720)
      )`);
    await db.query(`
      INSERT INTO batch_job_schedules (job_name, description, delay_minutes)
      VALUES ('nightly-batch', 'Computes what is missing or stale once a session of the New York Stock Exchange has closed', 30)`);
    await protectAsInternal(db, 'batch_job_schedules');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE batch_job_schedules');
    await db.query('DROP TABLE batch_jobs');
  }
}
