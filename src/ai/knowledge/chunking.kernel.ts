/** One Markdown passage file: what its front matter says, and its body cut into chunks. */
export interface ParsedDocument {
  readonly title: string;
  /** Stable name of the document; re-importing the same key replaces it. */
  readonly sourceKey: string;
  readonly topics: readonly string[];
  readonly chunks: readonly Chunk[];
}

export interface Chunk {
  /** From 0, in reading order. */
  readonly chunkNo: number;
  /** The title and a blank line, then whole paragraphs: a chunk is understood without its neighbours. */
  readonly content: string;
}

/** Enough for one idea, little enough that several fit into a prompt. */
export const MAX_CHUNK_CHARACTERS = 900;

const FRONT_MATTER = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;
const FIELD = /^([a-z_]+):[ \t]*(.*)$/;

/**
 * Reads a Markdown file that begins with front matter (`title`, `source_key`, optional comma-separated `topics`).
 *
 * @param maxCharacters longest chunk, title included; a single word that is longer is kept whole.
 * @throws RangeError when the front matter, a required field or the body is missing: a packaged file is wrong.
 */
export function parseKnowledgeDocument(markdown: string, maxCharacters = MAX_CHUNK_CHARACTERS): ParsedDocument {
  const match = FRONT_MATTER.exec(markdown);
  if (!match) throw new RangeError('front matter is missing');
  const fields = readFields(match[1] ?? '');
  const title = required(fields, 'title');
  const chunks = chunkMarkdown(title, markdown.slice(match[0].length), maxCharacters);
  if (chunks.length === 0) throw new RangeError(`"${title}" has no text`);
  return { title, sourceKey: required(fields, 'source_key'), topics: listOf(fields.get('topics')), chunks };
}

/**
 * Cuts text at paragraph borders into chunks of at most `maxCharacters`, each led by the title. A paragraph that is too
 * long is cut between sentences, a sentence that is too long between words. No text is lost, repeated or reordered.
 */
export function chunkMarkdown(title: string, body: string, maxCharacters = MAX_CHUNK_CHARACTERS): readonly Chunk[] {
  const lead = `${title}\n\n`;
  const room = maxCharacters - lead.length;
  if (room < 1) throw new RangeError('the title leaves no room for text');
  const paragraphs = body
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .flatMap((paragraph) => split(paragraph, room));
  return pack(paragraphs, room, '\n\n').map((content, chunkNo) => ({ chunkNo, content: lead + content }));
}

function split(paragraph: string, room: number): string[] {
  if (paragraph.length <= room) return [paragraph];
  const sentences = paragraph.split(/(?<=[.!?])\s+|\n/).flatMap((sentence) => {
    if (sentence.length <= room) return [sentence];
    return pack(sentence.split(/\s+/), room, ' ');
  });
  return pack(sentences, room, ' ');
}

/** Joins neighbours greedily as long as they fit. */
function pack(parts: readonly string[], room: number, separator: string): string[] {
  const packed: string[] = [];
  for (const part of parts) {
    const last = packed.at(-1);
    if (last !== undefined && last.length + separator.length + part.length <= room) {
      packed[packed.length - 1] = last + separator + part;
    } else packed.push(part);
  }
  return packed;
}

function readFields(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.split(/\r?\n/)) {
    const [, name, value] = FIELD.exec(line) ?? [];
    if (name !== undefined && value !== undefined) fields.set(name, value.trim().replace(/^(["'])(.*)\1$/, '$2'));
  }
  return fields;
}

function required(fields: ReadonlyMap<string, string>, name: string): string {
  const value = fields.get(name) ?? '';
  if (value === '') throw new RangeError(`front matter has no ${name}`);
  return value;
}

const listOf = (value: string | undefined): readonly string[] =>
  (value ?? '')
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
