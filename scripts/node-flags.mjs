// What Node is started with, by the program that it runs.

/**
 * Megabytes of each half of the room for new objects. Rows of a batch live as long as a piece: in the usual 16 MB they are
 * copied over and over before they are old or gone.
 */
const SEMI_SPACE = '--max-semi-space-size=64';

/** @param entry name of the built program: 'main', 'worker', 'cli' */
export const nodeFlags = (entry) => (entry === 'worker' || entry === 'cli' ? [SEMI_SPACE] : []);
