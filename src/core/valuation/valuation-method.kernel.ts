/** How the money of a snapshot is found: from the ledger, at closes and marks. The version is raised when the same inputs give other figures. */
export const VALUATION = { calculation: 'valuation', version: 1, method: 'ledger-and-closes' } as const;
