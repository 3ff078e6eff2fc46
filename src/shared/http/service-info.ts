/** Where the generated API documentation is, without the leading slash. */
export const DOCS_PATH = 'api/docs';

export const VERSION = '0.1.0';
