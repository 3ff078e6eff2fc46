/**
 * What a response class says, as plain data. A `from()` that returns it builds nothing but object literals, which are
 * serialised as they are; a member that is forgotten does not compile.
 */
export type Wire<T> = T extends readonly (infer Item)[]
  ? readonly Wire<Item>[]
  : T extends object
    ? { readonly [Name in keyof T]: Wire<T[Name]> }
    : T;
