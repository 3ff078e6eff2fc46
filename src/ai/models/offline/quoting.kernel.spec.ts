import { describe, expect, it } from 'vitest';
import { quotePassages } from './quoting.kernel.js';

const passage = (index: number, title: string, content: string) => ({ index, title, content });
const options = { passages: 2, characters: 120 };

describe('quotePassages', () => {
  it('quotes the sentences that share most words with the question', () => {
    const content =
      'Splits\n\nA split is an event. It changes shares. Dividends are paid in cash. Dividends lower the price of a share.';
    expect(
      quotePassages('Why does a dividend lower the price?', [passage(3, 'Splits', content)], {
        passages: 1,
        characters: 80,
      }),
    ).toEqual([
      { index: 3, title: 'Splits', text: 'Dividends are paid in cash. Dividends lower the price of a share.' },
    ]);
  });

  it('puts the passage that is about the question first, wherever it was ranked', () => {
    const quotes = quotePassages(
      'How is volatility computed?',
      [
        passage(1, 'Beta', 'Volatility is not beta. It is computed.'),
        passage(2, 'Volatility', 'Volatility is computed from returns.'),
      ],
      options,
    );
    expect(quotes.map(({ index }) => index)).toEqual([2]);
  });

  it('quotes nothing that shares too little', () => {
    expect(
      quotePassages('Who won the world cup?', [passage(1, 'Beta', 'Beta tells how the world moves.')], options),
    ).toEqual([]);
    expect(quotePassages('', [passage(1, 'Beta', 'Text.')], options)).toEqual([]);
  });

  it('strips Markdown and the title that leads a chunk', () => {
    const content = 'Import\n\n## Columns\n\n- **Quantity** is a number.\n- `Symbol` is text.';
    expect(quotePassages('import of symbols', [passage(1, 'Import', content)], options)[0]?.text).toBe(
      'Quantity is a number. Symbol is text.',
    );
  });

  it('keeps to the length it is given', () => {
    const content = Array.from({ length: 30 }, (_, index) => `Beta sentence number ${index} is here.`).join(' ');
    const [quote] = quotePassages('beta', [passage(1, 'Beta', content)], options);
    expect(quote!.text.length).toBeLessThanOrEqual(options.characters);
  });
});
