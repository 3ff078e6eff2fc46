// controllers-are-thin
import { User } from './user.entity.js';

export class UserController extends User {}
