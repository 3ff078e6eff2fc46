export const AI_MIGRATIONS = [];
