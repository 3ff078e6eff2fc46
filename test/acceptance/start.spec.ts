import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation } from './support/program.js';

describe('starting', () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await Installation.make({ SKIP_DEMO: 'false', DEMO_PASSWORD: 'demo12345' });
  });

  afterAll(() => installation.remove());

  it('says what it does, is healthy, and keeps its data for the next start', async () => {
    const first = await installation.serve();
    expect(first.output).toMatch(/Address\s+http:\/\/localhost:\d+/);
    expect(first.output).toContain('/api/docs');
    expect(first.output).toContain('demo_hnw@sigmasight.com');
    const { body: health } = await first.get('/api/v1/health');
    expect(health.status).toBe('healthy');
    expect(health.components.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['core', 'ai', 'batch']),
    );
    const token = await first.signIn('demo_individual@sigmasight.com', 'demo12345');
    const { body: before } = await first.get('/api/v1/data/portfolios', token);
    expect(before[0].net_asset_value).toBeGreaterThan(0);
    expect(await first.stop()).toBe(0);

    const second = await installation.serve();
    const { body: after } = await second.get('/api/v1/data/portfolios', token);
    expect(after).toEqual(before);
    expect(second.output).not.toContain('shown once');
    console.log(
      `start: first ${Math.round(first.startMilliseconds)} ms, second ${Math.round(second.startMilliseconds)} ms`,
    );
    await second.stop();
  });

  it('tells a visitor what it is and where the docs are', async () => {
    const server = await installation.serve();
    const { body } = await server.get('/');
    expect(body).toMatchObject({ name: 'SigmaSight', status: 'healthy', docs: '/api/docs' });
    const { status, body: openapi } = await server.get('/api/docs-json');
    expect(status).toBe(200);
    expect(Object.keys(openapi.paths as object).length).toBeGreaterThan(25);
    const { status: page, text } = await server.get('/api/docs');
    expect({ page, isPage: text.includes('<html') || text.includes('<!DOCTYPE html') }).toEqual({
      page: 200,
      isPage: true,
    });
    await server.stop();
  });
});
