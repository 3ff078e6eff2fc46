import { type Conversation } from './conversation.kernel.js';

const ASKS =
  /\b(?:what|which|anything)\b.*\b(?:you|i)\b.*\b(?:remember(?:ed)?|know about me|told you)\b|\bmy memories\b|\bdo you (?:remember|know) me\b/i;

/** What the user has asked to be remembered, in their words; null where the question is about something else. */
export function describeMemories({ question, memories }: Conversation): readonly string[] | null {
  if (!ASKS.test(question)) return null;
  if (memories.length === 0) return ['You have not asked me to remember anything.'];
  return ['You have asked me to remember:', memories.map((memory) => `- ${memory}`).join('\n')];
}
