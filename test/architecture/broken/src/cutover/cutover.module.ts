// nobody-imports-the-composition
import { AppModule } from '../app.module.js';

export class CutoverModule extends AppModule {}
