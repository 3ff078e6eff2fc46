import { describe, expect, it } from 'vitest';
import { chatEvents, wireFigure } from './chat.events.js';

describe('chatEvents', () => {
  it('numbers the events of a run and repeats the message ids beside the envelope', () => {
    const event = chatEvents('run_0123456789ab');
    const ids = { user_message_id: 'u', assistant_message_id: 'a', conversation_id: 'c' };
    expect(event({ type: 'message_created', data: ids }, 1000)).toEqual({
      type: 'message_created',
      run_id: 'run_0123456789ab',
      seq: 0,
      timestamp: 1000,
      data: ids,
      ...ids,
    });
    expect(event({ type: 'token', data: { delta: 'Hi' } }, 1001)).toEqual({
      type: 'token',
      run_id: 'run_0123456789ab',
      seq: 1,
      timestamp: 1001,
      data: { delta: 'Hi' },
    });
  });
});

describe('wireFigure', () => {
  it('speaks snake case', () => {
    const figure = { text: '1', kind: 'number', value: 1, start: 0, end: 1, traced: true } as const;
    expect(wireFigure({ ...figure, source: { resultId: 'r', toolName: 't', path: 'p' } }).source).toEqual({
      result_id: 'r',
      tool_name: 't',
      path: 'p',
    });
    expect(wireFigure({ ...figure, source: { citation: 2 } }).source).toEqual({ citation: 2 });
    expect(wireFigure({ ...figure, traced: false, source: null }).source).toBeNull();
  });
});
