// nothing-else-sees-a-tree
import { UserService } from '../core/users/user.service.js';

export const users = new UserService();
