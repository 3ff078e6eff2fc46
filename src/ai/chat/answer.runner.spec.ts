import { describe, expect, it } from 'vitest';
import { offlineAnalyst } from '../models/offline-analyst.provider.js';
import { type MemoryService } from '../memories/memory.service.js';
import { type RetrievalService } from '../retrieval/retrieval.service.js';
import { AnswerRunner } from './answer.runner.js';
import { type ChatPayload } from './chat.events.js';
import { portfolioArguments, type Tool } from './tools/tool.js';
import { ToolRegistry } from './tools/tool.registry.js';
import { Transcript } from './transcript.js';

const newId = (): string => 'result';
const nothing = { recall: () => Promise.resolve({ passages: [], available: true }) } as unknown as RetrievalService;
const noMemories = { recall: () => Promise.resolve([]) } as unknown as MemoryService;

describe('AnswerRunner', () => {
  it('does not wait for a tool that hangs when nobody waits for the answer', async () => {
    const abort = new AbortController();
    const hanging: Tool = {
      name: 'get_concentration_metrics',
      description: '',
      schema: portfolioArguments,
      run: () => {
        // The model has asked, and the turn reaches its limit.
        abort.abort(new Error('too long'));
        return new Promise(() => undefined);
      },
    };
    const runner = new AnswerRunner(offlineAnalyst(), new ToolRegistry([hanging], newId), nothing, noMemories, newId);
    const caller = { userId: 'me', portfolioId: '51134ffd-2f13-49bd-b1f5-0c327e801b69' };
    const turn = { caller, question: 'How concentrated am I?', history: [], today: '2025-11-24' };
    const events: ChatPayload[] = [];
    const read = async (): Promise<void> => {
      for await (const event of runner.answer(turn, new Transcript(() => 0), abort.signal)) events.push(event);
    };
    await expect(read()).rejects.toThrow('too long');
    expect(events.map(({ type }) => type)).not.toContain('tool_result');
  });
});
