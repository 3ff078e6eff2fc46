import { ApiProperty } from '@nestjs/swagger';
import { moneyText } from '../ledger/decimal-field.dto.js';
import { Exact } from '../ledger/decimal.kernel.js';
import { equityChangesCsv } from './equity-change-csv.kernel.js';
import { CHANGE_TYPES, type ListEquityChangesQuery } from './equity-change-input.dto.js';
import { type EquityChange } from './equity-change.entity.js';
import { type FlowSums } from './equity-change.repository.js';
import {
  DELETE_WINDOW_MS,
  EDIT_WINDOW_MS,
  type EquityChangePage,
  type EquitySummary,
} from './equity-change.service.js';

export class EquityChangeResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, format: 'uuid' })
  portfolio_id: string;

  @ApiProperty({ enum: CHANGE_TYPES })
  change_type: string;

  @ApiProperty({ type: String, description: 'Positive; the type says the direction' })
  amount: string;

  @ApiProperty({ type: String, format: 'date' })
  change_date: string;

  @ApiProperty({ type: String, nullable: true })
  notes: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  created_by_user_id: string | null;

  @ApiProperty({ type: String, format: 'uuid', description: 'The ledger entry behind it' })
  transaction_id: string;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at: string;

  @ApiProperty({ type: String, format: 'date-time' })
  updated_at: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  deleted_at: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  editable_until: string;

  @ApiProperty({ type: String, format: 'date-time' })
  deletable_until: string;

  @ApiProperty({ type: Boolean })
  is_deleted: boolean;

  static from(change: EquityChange): EquityChangeResponse {
    const after = (milliseconds: number): string => new Date(change.createdAt.getTime() + milliseconds).toISOString();
    return Object.assign(new EquityChangeResponse(), {
      id: change.id,
      portfolio_id: change.portfolioId,
      change_type: change.changeType,
      amount: moneyText(change.amount),
      change_date: change.changeDate,
      notes: change.notes,
      created_by_user_id: change.createdByUserId,
      transaction_id: change.transactionId,
      created_at: after(0),
      updated_at: change.updatedAt.toISOString(),
      deleted_at: change.deletedAt?.toISOString() ?? null,
      editable_until: after(EDIT_WINDOW_MS),
      deletable_until: after(DELETE_WINDOW_MS),
      is_deleted: change.deletedAt !== null,
    });
  }
}

export class EquityChangePageResponse {
  @ApiProperty({ type: [EquityChangeResponse] })
  items: EquityChangeResponse[];

  @ApiProperty({ type: Number })
  page: number;

  @ApiProperty({ type: Number })
  page_size: number;

  @ApiProperty({ type: Number })
  total_items: number;

  @ApiProperty({ type: Number })
  total_pages: number;

  static from(
    { items, total }: EquityChangePage,
    { page, page_size }: ListEquityChangesQuery,
  ): EquityChangePageResponse {
    return Object.assign(new EquityChangePageResponse(), {
      items: items.map((item) => EquityChangeResponse.from(item)),
      page,
      page_size,
      total_items: total,
      total_pages: Math.ceil(total / page_size),
    });
  }
}

class FlowsResponse {
  @ApiProperty({ type: String })
  contributions: string;

  @ApiProperty({ type: String })
  withdrawals: string;

  @ApiProperty({ type: String })
  net_flow: string;

  static from({ contributions, withdrawals }: FlowSums): FlowsResponse {
    return Object.assign(new FlowsResponse(), {
      contributions: moneyText(contributions),
      withdrawals: moneyText(withdrawals),
      net_flow: moneyText(new Exact(contributions).minus(withdrawals).toFixed()),
    });
  }
}

class PeriodsResponse {
  @ApiProperty({ type: FlowsResponse })
  '30d': FlowsResponse;

  @ApiProperty({ type: FlowsResponse })
  '90d': FlowsResponse;
}

export class EquitySummaryResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  portfolio_id: string;

  @ApiProperty({ type: String })
  total_contributions: string;

  @ApiProperty({ type: String })
  total_withdrawals: string;

  @ApiProperty({ type: String })
  net_flow: string;

  @ApiProperty({ type: EquityChangeResponse, nullable: true })
  last_change: EquityChangeResponse | null;

  @ApiProperty({ type: PeriodsResponse })
  periods: PeriodsResponse;

  static from({ portfolioId, total, last30Days, last90Days, lastChange }: EquitySummary): EquitySummaryResponse {
    const { contributions, withdrawals, net_flow } = FlowsResponse.from(total);
    return Object.assign(new EquitySummaryResponse(), {
      portfolio_id: portfolioId,
      total_contributions: contributions,
      total_withdrawals: withdrawals,
      net_flow,
      last_change: lastChange && EquityChangeResponse.from(lastChange),
      periods: { '30d': FlowsResponse.from(last30Days), '90d': FlowsResponse.from(last90Days) },
    });
  }
}

/** The file of the export. */
export function exportOf(changes: readonly EquityChange[]): string {
  return equityChangesCsv(
    changes.map(({ createdAt, updatedAt, amount, ...change }) => ({
      ...change,
      amount: moneyText(amount),
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    })),
  );
}
