export class UserResponse {}
