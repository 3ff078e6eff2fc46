export class UserRepository {}
