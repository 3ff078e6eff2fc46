/** A compact OCC option symbol. */
const OPTION = /^[A-Z0-9]{1,6}\d{6}[CP]\d{8}$/;
const SHARE_CLASS = /^([A-Z]{1,5})\.([A-Z])$/;

export const isOptionSymbol = (symbol: string): boolean => OPTION.test(symbol);

/** Share classes are BRK.B with us and BRK-B with both providers. */
export const providerSymbol = (symbol: string): string => symbol.replace(SHARE_CLASS, '$1-$2');
