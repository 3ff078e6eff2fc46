//! Entry of the threads that compute sessions: of pure functions alone, so that one is up in a moment.
export { computeSession as default } from './session-results.js';
