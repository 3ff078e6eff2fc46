// migrations-are-sealed
export { AI_MIGRATIONS as CORE_MIGRATIONS } from '../migrations-ai/index.js';
