/** SQL: whether alerts are sent over a row of alert_channels: always to a webhook, to a mail once its code was told. */
export const isConfirmed = (channel: string): string =>
  `(${channel}.kind = 'webhook' OR ${channel}.confirmed_at IS NOT NULL)`;
