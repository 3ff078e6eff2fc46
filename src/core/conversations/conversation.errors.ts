import { AppError } from '../../shared/errors/app-error.js';

export class ConversationNotFound extends AppError {
  constructor() {
    super('missing', 'conversation.not_found', 'There is no such conversation.');
  }
}

export class ConversationPortfolioNotFound extends AppError {
  constructor() {
    super('missing', 'portfolio.not_found', 'There is no such portfolio.');
  }
}

export class AnswerPending extends AppError {
  constructor() {
    const message = 'The previous message of this conversation is still being answered. Wait for its end.';
    super('conflict', 'conversation.answer_pending', message, { headers: { 'retry-after': '5' } });
  }
}

export class NotAnAnswer extends AppError {
  constructor() {
    super('invalid', 'message.not_an_answer', 'Only answers can be rated, and this message is a question.');
  }
}
