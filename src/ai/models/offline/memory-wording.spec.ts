import { describe, expect, it } from 'vitest';
import { type Conversation } from './conversation.kernel.js';
import { describeMemories } from './memory-wording.kernel.js';

const asking = (
  question: string,
  memories: readonly string[] = ['I retire in 2031.', 'No tobacco.'],
): Conversation => ({
  question,
  memories,
  ...{ earlierQuestions: [], isFirstAnswer: true, isChoice: false, outcomes: [], passages: [] },
  context: { portfolioId: null, today: '2025-11-24' },
});

describe('describeMemories', () => {
  it.each([
    'What do you remember about me?',
    'what have I told you',
    'Show me my memories',
    'What do you know about me?',
  ])('lists them in the user’s words: %s', (question) => {
    expect(describeMemories(asking(question))).toEqual([
      'You have asked me to remember:',
      '- I retire in 2031.\n- No tobacco.',
    ]);
  });

  it('says when there are none', () => {
    expect(describeMemories(asking('What do you remember?', []))).toEqual([
      'You have not asked me to remember anything.',
    ]);
  });

  it.each(['What is my beta?', 'How concentrated am I?', 'Remember to hedge'])('is silent on %s', (question) => {
    expect(describeMemories(asking(question))).toBeNull();
  });
});
