// resolves
import './nowhere.js';

export class AppModule {}
