import 'reflect-metadata';
import { serve } from './shared/startup/serve.js';

// Imported only when it is asked for: the databases open while the rest of the program is still being read.
await serve(async () => (await import('./app.module.js')).AppModule);
