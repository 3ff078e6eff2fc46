import { AppError } from '../../shared/errors/app-error.js';

/** Also when the instrument is another user's, or is listed: only a private asset of one's own has a proxy. */
export class PrivateAssetNotFound extends AppError {
  constructor(id: string) {
    super('missing', 'instrument.not_found', `There is no private asset ${id} of yours.`);
  }
}

export class RiskProxyNotFound extends AppError {
  constructor(symbol: string) {
    super('missing', 'risk_proxy.not_found', `${symbol} has no risk proxy: choose one with PUT.`);
  }
}
