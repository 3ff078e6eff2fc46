import type { Answer } from './app.js';

export interface StreamFrame {
  readonly event: string;
  readonly id: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read bodies freely
  readonly data: any;
}

/** The frames of an event stream, comments left out. */
export function framesOf({ text }: Pick<Answer, 'text'>): StreamFrame[] {
  return text
    .split('\n\n')
    .map((block) => block.split('\n').filter((line) => line !== '' && !line.startsWith(':')))
    .filter((lines) => lines.length > 0)
    .map((lines) => {
      const field = (name: string): string =>
        lines
          .filter((line) => line.startsWith(`${name}: `))
          .map((line) => line.slice(name.length + 2))
          .join('\n');
      return { event: field('event'), id: field('id'), data: JSON.parse(field('data')) };
    });
}
