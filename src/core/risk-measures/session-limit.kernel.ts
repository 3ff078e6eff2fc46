/** What a query about many sessions answers at most: ten years. */
export const MOST_SESSIONS = 2_520;
