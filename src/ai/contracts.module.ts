import { type DynamicModule, Module, type Type } from '@nestjs/common';

/** Makes the contract tokens that the tree was given injectable in each of its features. */
@Module({})
export class ContractsModule {
  static from(contracts: readonly (Type | DynamicModule)[]): DynamicModule {
    return { module: ContractsModule, global: true, imports: [...contracts], exports: [...contracts] };
  }
}
