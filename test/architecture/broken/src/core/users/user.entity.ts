// entities-are-leaves
import { UserResponse } from './user.dto.js';

export class User extends UserResponse {}
