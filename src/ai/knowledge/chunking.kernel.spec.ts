import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkMarkdown, MAX_CHUNK_CHARACTERS, parseKnowledgeDocument } from './chunking.kernel.js';

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

describe('parseKnowledgeDocument', () => {
  it('reads the front matter and leads every chunk with the title', () => {
    const document = parseKnowledgeDocument(
      '---\ntitle: "Beta: what it is"\nsource_key: beta\ntopics: beta, risk\n---\n\nOne.\n\nTwo.\n',
    );
    expect(document).toEqual({
      title: 'Beta: what it is',
      sourceKey: 'beta',
      topics: ['beta', 'risk'],
      chunks: [{ chunkNo: 0, content: 'Beta: what it is\n\nOne.\n\nTwo.' }],
    });
  });

  it('takes a byte order mark and Windows line ends', () => {
    const document = parseKnowledgeDocument('\uFEFF---\r\ntitle: T\r\nsource_key: t\r\n---\r\nOne.\r\n\r\nTwo.');
    expect(document.topics).toEqual([]);
    expect(document.chunks.map(({ content }) => content)).toEqual(['T\n\nOne.\n\nTwo.']);
  });

  it.each([
    ['no front matter', 'text', 'front matter is missing'],
    ['no source key', '---\ntitle: T\n---\ntext', 'no source_key'],
    ['no text', '---\ntitle: T\nsource_key: t\n---\n\n', 'has no text'],
  ])('refuses a file with %s', (_, markdown, message) => {
    expect(() => parseKnowledgeDocument(markdown)).toThrow(message);
  });
});

describe('chunkMarkdown', () => {
  it('cuts at paragraph borders', () => {
    const chunks = chunkMarkdown('T', 'aaaa aaaa\n\nbbbb bbbb\n\ncccc', 24);
    expect(chunks.map(({ content }) => content)).toEqual(['T\n\naaaa aaaa\n\nbbbb bbbb', 'T\n\ncccc']);
  });

  it('cuts a long paragraph between sentences', () => {
    const chunks = chunkMarkdown('T', 'First one. Second one. Third one.', 26);
    expect(chunks.map(({ content }) => content)).toEqual(['T\n\nFirst one. Second one.', 'T\n\nThird one.']);
  });

  it('keeps every word once and in order, and every chunk within the limit', () => {
    const text = fc.array(
      fc.array(fc.stringMatching(/^[a-z.]{1,12}$/), { minLength: 1, maxLength: 40 }).map((all) => all.join(' ')),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 20, max: 200 }), (paragraphs, limit) => {
        const chunks = chunkMarkdown('T', paragraphs.join('\n\n'), limit);
        expect(chunks.every(({ content }) => content.length <= limit)).toBe(true);
        const kept = chunks.map(({ content }) => content.slice('T\n\n'.length)).join(' ');
        expect(words(kept)).toEqual(words(paragraphs.join(' ')));
        expect(chunks.map(({ chunkNo }) => chunkNo)).toEqual(chunks.map((_, index) => index));
      }),
    );
  });
});

describe('the shipped knowledge base', () => {
  const folder = new URL('./content/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.md'));
  const documents = files.map((name) => parseKnowledgeDocument(readFileSync(new URL(name, folder), 'utf8')));

  it('has at least 28 passages with keys of their own', () => {
    expect(files.length).toBeGreaterThanOrEqual(28);
    expect(new Set(documents.map(({ sourceKey }) => sourceKey)).size).toBe(files.length);
    expect(new Set(documents.map(({ title }) => title)).size).toBe(files.length);
  });

  it.each(files.map((name, index) => [name, documents[index]!] as const))(
    '%s is 120 to 350 words',
    (name, document) => {
      const body = readFileSync(new URL(name, folder), 'utf8').replace(/^---[\s\S]*?\n---\n/, '');
      expect(words(body).length).toBeGreaterThanOrEqual(120);
      expect(words(body).length).toBeLessThanOrEqual(350);
      expect(document.chunks.every(({ content }) => content.length <= MAX_CHUNK_CHARACTERS)).toBe(true);
    },
  );
});
