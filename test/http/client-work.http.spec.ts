import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClientProxy } from '../support/client-proxy.js';
import { ClientVisits } from '../support/client-visits.js';
import * as shapes from '../support/contract-shapes.js';

/*
 * The pages of the existing web client, one after the other, with the calls that each makes, through a double of its proxy.
 * Field names and types are those of the contract.
 */

let client: ClientVisits;
const visit: ClientVisits['visit'] = (...call) => client.visit(...call);

beforeAll(async () => {
  client = await ClientVisits.start();
}, 600_000);
afterAll(() => client.app.close());

describe('what is done on the pages of the web client', () => {
  it('/command-center: manage positions, targets and equity', async () => {
    const { proxy } = client.visitors[0]!;
    const { body: made } = await visit(proxy, 'POST', 'portfolios', null, {
      status: 201,
      body: { name: 'Mine', account_name: 'Mine', account_type: 'taxable', equity_balance: 50_000 },
    });
    const id = made.id as string;
    const wish = {
      quantity: 10,
      avg_cost: 150,
      position_type: 'LONG',
      investment_class: 'PUBLIC',
      entry_date: '2024-11-04',
    };
    await visit(
      proxy,
      'POST',
      'positions/validate-symbol',
      { valid: 'bool', symbol: 'str' },
      { body: { symbol: 'AAPL' } },
    );
    await visit(proxy, 'GET', 'positions/validate-symbol/AAPL', { is_valid: 'bool' });
    await visit(
      proxy,
      'GET',
      'positions/check-duplicate',
      { has_duplicates: 'bool', existing_positions: ['any'] },
      { query: { portfolio_id: id, symbol: 'AAPL' } },
    );
    const { body: one } = await visit(proxy, 'POST', 'positions', shapes.position, {
      status: 201,
      body: { portfolio_id: id, symbol: 'AAPL', ...wish },
    });
    await visit(
      proxy,
      'POST',
      'positions/bulk',
      { success: 'bool', count: 'int', positions: [shapes.position] },
      {
        status: 201,
        body: {
          portfolio_id: id,
          positions: [
            { symbol: 'MSFT', ...wish },
            { symbol: 'NVDA', ...wish },
          ],
        },
      },
    );
    await visit(proxy, 'PUT', `positions/${one.id as string}`, shapes.position, { body: { quantity: 12 } });
    await visit(proxy, 'PUT', `positions/${one.id as string}`, shapes.position, {
      body: { exit_price: 180, exit_date: '2024-11-20', close_quantity: 5 },
    });
    const { body: target } = await visit(proxy, 'POST', `target-prices/${id}`, shapes.targetPrice, {
      status: 201,
      body: { symbol: 'MSFT', position_type: 'LONG', target_price_eoy: 600, current_price: 500 },
    });
    await visit(proxy, 'PUT', `target-prices/target/${target.id as string}`, shapes.targetPrice, {
      body: { target_price_eoy: 610 },
    });
    const { body: change } = await visit(proxy, 'POST', `portfolios/${id}/equity-changes`, shapes.equityChange, {
      status: 201,
      body: { change_type: 'CONTRIBUTION', amount: 1_000, change_date: '2024-11-20' },
    });
    await visit(proxy, 'PUT', `portfolios/${id}/equity-changes/${change.id as string}`, shapes.equityChange, {
      body: { amount: 2_000 },
    });
    await visit(proxy, 'DELETE', `portfolios/${id}/equity-changes/${change.id as string}`, null, { status: 204 });
    await visit(proxy, 'DELETE', `positions/${one.id as string}`, null);
    await visit(proxy, 'DELETE', `portfolios/${id}`, null);
  });

  it('/research-and-analyze: tags and fundamentals', async () => {
    const { proxy, portfolios } = client.visitors[1]!;
    const id = portfolios[0]!;
    const { body: details } = await visit(proxy, 'GET', 'data/positions/details', shapes.positionDetails, {
      query: { portfolio_id: id },
    });
    const positionId = details.positions[0].id as string;
    await visit(
      proxy,
      'POST',
      'data/positions/restore-sector-tags',
      { success: 'bool', portfolio_id: 'uuid', positions_tagged: 'int' },
      { body: { portfolio_id: id } },
    );
    const { body: tag } = await visit(proxy, 'POST', 'tags/', shapes.tagObject, {
      status: 201,
      body: { name: 'Core', color: '#336699' },
    });
    await visit(proxy, 'GET', 'tags/', {
      tags: [shapes.tagObject],
      total: 'int',
      active_count: 'int',
      archived_count: 'int',
    });
    await visit(proxy, 'PATCH', `tags/${tag.id as string}`, shapes.tagObject, { body: { description: 'What stays' } });
    await visit(
      proxy,
      'POST',
      `positions/${positionId}/tags`,
      { assigned_count: 'int', tag_ids: ['uuid'] },
      { body: { tag_ids: [tag.id] } },
    );
    await visit(proxy, 'GET', `positions/${positionId}/tags`, [{ id: 'uuid', name: 'str', color: 'str' }]);
    await visit(
      proxy,
      'POST',
      `positions/${positionId}/tags/remove`,
      { removed_count: 'int' },
      { body: { tag_ids: [tag.id] } },
    );
    await visit(proxy, 'POST', 'tags/reorder', null, { body: { tag_ids: [tag.id] } });
    await visit(proxy, 'POST', `tags/${tag.id as string}/archive`, { message: 'str' });
    await visit(proxy, 'GET', 'fundamentals/AAPL/income-statement', shapes.incomeStatement);
    await visit(proxy, 'GET', 'fundamentals/AAPL/cash-flow', shapes.cashFlow);
    await visit(proxy, 'GET', 'fundamentals/AAPL/analyst-estimates', shapes.analystEstimates);
  });

  it('/sigmasight-ai: insights and chat', async () => {
    const { proxy, portfolios } = client.visitors[1]!;
    const id = portfolios[0]!;
    const { body: briefing } = await visit(proxy, 'POST', 'insights/generate', shapes.insight, {
      status: 201,
      body: { portfolio_id: id, insight_type: 'daily_summary' },
    });
    await visit(proxy, 'GET', `insights/portfolio/${id}`, {
      insights: [shapes.insight],
      total: 'int',
      has_more: 'bool',
    });
    await visit(proxy, 'PATCH', `insights/${briefing.id as string}`, shapes.insight, { body: { viewed: true } });
    await visit(
      proxy,
      'POST',
      `insights/${briefing.id as string}/feedback`,
      { message: 'str' },
      { body: { rating: 4 } },
    );
    const { body: conversation } = await visit(
      proxy,
      'POST',
      'chat/conversations',
      { id: 'uuid', mode: 'str', created_at: 'ts' },
      { status: 201, body: { portfolio_id: id } },
    );
    const { text } = await visit(proxy, 'POST', 'chat/send', null, {
      body: { conversation_id: conversation.id, text: 'What is my portfolio risk?' },
    });
    const events = [...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name);
    expect(events[0]).toBe('message_created');
    expect(events.at(-1)).toBe('done');
    const messageId = /"assistant_message_id":"([^"]+)"/.exec(text)?.[1];
    await visit(
      proxy,
      'POST',
      `chat/messages/${messageId!}/feedback`,
      { id: 'uuid', message_id: 'uuid', rating: 'str' },
      { body: { rating: 'up' } },
    );
  });

  it('/settings: account, portfolios and recalculation', async () => {
    for (const { proxy } of client.visitors) {
      await visit(proxy, 'GET', 'auth/me', {
        ...{
          id: 'uuid',
          email: 'str',
          full_name: 'str',
          is_active: 'bool',
          created_at: 'ts',
          tier: 'str',
          invite_validated: 'bool',
        },
        ...{ portfolio_id: 'uuid?', portfolio_count: 'int' },
        limits: {
          max_portfolios: 'int',
          max_ai_messages: 'int',
          ai_messages_used: 'int',
          ai_messages_remaining: 'int',
        },
      });
    }
    const { proxy, portfolios } = client.visitors[2]!;
    const id = portfolios[0]!;
    await visit(proxy, 'PUT', `portfolios/${id}`, null, { body: { description: 'As it was' } });
    const { body: run } = await visit(
      proxy,
      'POST',
      `portfolios/${id}/calculate`,
      { batch_run_id: 'uuid', status: 'str' },
      { status: 202 },
    );
    await visit(proxy, 'GET', `portfolios/${id}/batch-status/${run.batch_run_id as string}`, {
      status: 'str',
      elapsed_seconds: 'int',
    });
  });

  it('/settings: memories', async () => {
    const { proxy } = client.visitors[0]!;
    const added = { status: 201, body: { content: 'I retire in 2031.', scope: 'user' } };
    const { id } = (await visit(proxy, 'POST', 'chat/memories', shapes.memory, added)).body;
    await visit(proxy, 'GET', 'chat/memories', { memories: [shapes.memory], total: 'int' });
    await visit(proxy, 'DELETE', `chat/memories/${String(id)}`, null, { status: 204 });
    await visit(proxy, 'DELETE', 'chat/memories', { deleted: 'int' });
  });

  it('/onboarding: invite, upload and progress', async () => {
    const { proxy } = client.visitors[0]!;
    const { text: template } = await visit(proxy, 'GET', 'onboarding/csv-template', null);
    const { body } = await visit(
      proxy,
      'POST',
      'onboarding/create-portfolio',
      { portfolio_id: 'str', positions_imported: 'int', next_step: 'obj' },
      {
        status: 201,
        form: {
          fields: {
            portfolio_name: 'Uploaded',
            account_name: 'Uploaded',
            account_type: 'taxable',
            equity_balance: '1000000',
          },
          file: { field: 'csv_file', name: 'holdings.csv', content: template },
        },
      },
    );
    const id = body.portfolio_id as string;
    await visit(proxy, 'POST', `portfolios/${id}/calculate`, null, { status: 202 });
    await visit(proxy, 'GET', `onboarding/status/${id}`, {
      portfolio_id: 'str',
      status: 'str',
      elapsed_seconds: 'int',
      activity_log: ['any'],
    });
    await visit(proxy, 'GET', `onboarding/status/${id}/logs`, null);
  });

  it('/admin: dashboard, AI, batch and onboarding', async () => {
    await client.app.sql('core', `UPDATE users SET email = 'boss@example.com' WHERE id = $1`, [client.admin.id]);
    const { status, body } = await client.app.post('/api/v1/admin/auth/login', {
      body: { email: 'boss@example.com', password: client.admin.password },
    });
    expect({ status, role: body.role }).toEqual({ status: 200, role: 'admin' });
    const proxy = await ClientProxy.signIn(client.app, 'boss@example.com', client.admin.password);
    await visit(proxy, 'GET', 'admin/auth/me', { id: 'uuid', email: 'str', role: 'str', is_active: 'bool' });
    for (const route of ['metrics', 'latency', 'tokens', 'errors', 'tools', 'models']) {
      await visit(
        proxy,
        'GET',
        `admin/ai/${route}`,
        { date_range: { start: 'any', end: 'any' } },
        { query: { days: '30' } },
      );
    }
    const { body: history } = await visit(proxy, 'GET', 'admin/batch/history', {
      ...{
        total_count: 'int',
        runs: [{ id: 'uuid', batch_run_id: 'uuid', triggered_by: 'str', status: 'str', total_jobs: 'int' }],
      },
    });
    await visit(proxy, 'GET', 'admin/batch/history/summary', {
      period_days: 'int',
      total_runs: 'int',
      status_breakdown: 'obj',
    });
    const runId = history.runs[0].batch_run_id as string;
    await visit(proxy, 'GET', `admin/batch/history/${runId}`, { batch_run_id: 'uuid', status: 'str', jobs: 'obj' });
    await visit(proxy, 'GET', `admin/batch/history/${runId}/logs`, null);
    await visit(proxy, 'GET', 'admin/onboarding/funnel', {
      steps: ['any'],
      funnel_steps: ['any'],
      total_started: 'int',
      total_completed: 'int',
    });
    await visit(proxy, 'GET', 'admin/onboarding/errors', { total_errors: 'int', breakdown: ['any'] });
    await visit(proxy, 'GET', 'admin/onboarding/daily', { metrics: ['any'], trends: ['any'] });
  });
});
