// ai-meets-core-in-contracts, by a dynamic import
export const users = (): Promise<unknown> => import('../../core/users/user.service.js');
