// models-stay-in-ai
import { generateText } from 'ai';

export const answer = generateText;
