/** Of statements: fiscal quarters or fiscal years. */
export const FREQUENCIES = ['q', 'a'] as const;
export type Frequency = (typeof FREQUENCIES)[number];
