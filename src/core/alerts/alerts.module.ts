import { Module, type OnModuleInit } from '@nestjs/common';
import { StartupService } from '../../shared/startup/startup.service.js';
import { AlertChannelController } from './alert-channel.controller.js';
import { AlertChannelRepository } from './alert-channel.repository.js';
import { AlertChannelService } from './alert-channel.service.js';
import { AlertEpisodeRepository } from './alert-episode.repository.js';
import { AlertEpisodeService } from './alert-episode.service.js';
import { AlertController } from './alert.controller.js';
import { AlertRepository } from './alert.repository.js';
import { AlertService } from './alert.service.js';
import { ChannelConfirmationController } from './confirmation/channel-confirmation.controller.js';
import { ChannelConfirmationRepository } from './confirmation/channel-confirmation.repository.js';
import { ChannelConfirmationService } from './confirmation/channel-confirmation.service.js';
import { ConfirmationDeliveryService } from './confirmation/confirmation-delivery.service.js';
import { AlertChannelCheck } from './delivery/alert-channel-check.service.js';
import { AlertDeliveryRepository } from './delivery/alert-delivery.repository.js';
import { AlertDeliveryService } from './delivery/alert-delivery.service.js';
import { MailSender } from './delivery/mail.provider.js';
import { WebhookSender } from './delivery/webhook.provider.js';

@Module({
  controllers: [AlertController, AlertChannelController, ChannelConfirmationController],
  providers: [
    AlertRepository,
    AlertService,
    AlertEpisodeRepository,
    AlertEpisodeService,
    AlertChannelRepository,
    AlertChannelService,
    AlertChannelCheck,
    ChannelConfirmationRepository,
    ChannelConfirmationService,
    ConfirmationDeliveryService,
    AlertDeliveryRepository,
    AlertDeliveryService,
    MailSender,
    WebhookSender,
  ],
  exports: [AlertEpisodeService, AlertService],
})
export class AlertsModule implements OnModuleInit {
  constructor(
    private readonly deliveries: AlertDeliveryService,
    private readonly confirmations: ConfirmationDeliveryService,
    private readonly startup: StartupService,
  ) {}

  onModuleInit(): void {
    this.startup.add({
      name: 'alerts',
      phase: 'follow',
      order: 60,
      run: () => {
        this.deliveries.start();
        this.confirmations.start();
        return Promise.resolve();
      },
    });
  }
}
