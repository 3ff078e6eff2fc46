/** Little words of other languages that are no English ones. */
const FOREIGN = new Set(
  (
    'der das ist sind mein meine meinem meiner meinen wie viel wieviel und ich habe welche gestern heute nicht für wert ' +
    'le la les mon mes est quel quelle combien je suis vaut comment et du une dans sur mon portefeuille ' +
    'el los las mi mis cuánto cuanto cuál cual qué vale cartera tengo cómo una del por está ' +
    'il mio mia quanto quale è che ho sono della portafoglio come ' +
    'meu minha qual é carteira tenho está meus ' +
    'het mijn hoeveel hoe een wat ik heb van'
  ).split(' '),
);
const ENGLISH = new Set(
  'what is my the how much do i are of in to me am and which have did on for a was does can should show tell with'.split(
    ' ',
  ),
);
/** One letter of another script may be a symbol of statistics. */
const OTHER_SCRIPT = /(?:(?!\p{Script=Latin})\p{L}){2}/u;

/** Whether a question is in another language than English, as far as its script and little words tell. */
export function isForeign(question: string): boolean {
  if (OTHER_SCRIPT.test(question)) return true;
  const words = question.toLowerCase().match(/[\p{L}']+/gu) ?? [];
  const count = (known: ReadonlySet<string>): number => words.filter((word) => known.has(word)).length;
  return count(FOREIGN) >= 2 && count(FOREIGN) > count(ENGLISH);
}
