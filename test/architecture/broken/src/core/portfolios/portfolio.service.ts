// repositories-stay-home
import { UserRepository } from '../users/user.repository.js';

export class PortfolioService extends UserRepository {}
