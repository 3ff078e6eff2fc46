import { importError, type ImportProblem } from '../import-problem.kernel.js';

export interface AccountRow {
  readonly id: string;
  readonly name: string;
}

export interface ChosenAccount {
  /** Null when the file names none, or more than one and none was chosen. */
  readonly account: string | null;
  readonly accounts: readonly string[];
  readonly problems: readonly ImportProblem[];
}

const MAX_LISTED = 20;
const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The account of a file that is to be read: its only one, or the one that is named by its number or name. */
export function chooseAccount(rows: readonly AccountRow[], wanted: string | null): ChosenAccount {
  const names = new Map(rows.filter(({ id }) => id !== '').map(({ id, name }) => [id, name]));
  const accounts = [...names.keys()];
  const refused = (message: string): ChosenAccount => {
    const labels = [...names].map(([id, name]) => (name === '' || name === id ? id : `${id} (${name})`));
    const more = labels.length > MAX_LISTED ? ` and ${labels.length - MAX_LISTED} more` : '';
    const fix = `Choose one by account: ${labels.slice(0, MAX_LISTED).join('; ')}${more}.`;
    return {
      account: null,
      accounts,
      problems: [importError('account', message, fix, { field: 'account', value: wanted })],
    };
  };
  if (wanted === null || wanted.trim() === '') {
    if (accounts.length > 1) return refused(`The file has ${accounts.length} accounts.`);
    return { account: accounts[0] ?? null, accounts, problems: [] };
  }
  const found = accounts.filter((id) => same(id, wanted));
  const named = found.length > 0 ? found : accounts.filter((id) => same(names.get(id) ?? '', wanted));
  if (named.length === 1) return { account: named[0] ?? null, accounts, problems: [] };
  if (accounts.length === 0) {
    const fix = 'Leave account out: the file has no column for it.';
    const problem = importError('account', 'The file names no account.', fix, { field: 'account', value: wanted });
    return { account: null, accounts, problems: [problem] };
  }
  return refused(
    named.length === 0 ? `The file has no account "${wanted}".` : `Several accounts are named "${wanted}".`,
  );
}
