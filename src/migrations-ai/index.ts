import { EnableVector1764000000101 } from './1764000000101-enable-vector.js';
import { CreateDocuments1764000000102 } from './1764000000102-create-documents.js';
import { CreateFeedback1764000000103 } from './1764000000103-create-feedback.js';
import { CreateMemories1764000000104 } from './1764000000104-create-memories.js';

/** Every migration of the AI database, in order. */
export const AI_MIGRATIONS = [
  EnableVector1764000000101,
  CreateDocuments1764000000102,
  CreateFeedback1764000000103,
  CreateMemories1764000000104,
];
