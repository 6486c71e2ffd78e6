/** Sections as Markdown: what others have written in it stays words. */
import { markdownCode, markdownText } from '../../report/markdown-text.ts';
import type { Block, Section, Table, Word, Words } from './document.ts';

const most = 500;

export function asMarkdown(title: string, lead: string, sections: readonly Section[]): string {
  return `${[`# ${markdownText(title)}`, markdownText(lead, most), ...sections.flatMap(section => [`## ${markdownText(section.title)}`, ...section.blocks.map(ofBlock)])].join('\n\n')}\n`;
}

function ofBlock(block: Block): string {
  if ('paragraph' in block) return ofWords(block.paragraph);
  if ('table' in block) return ofTable(block.table);
  return block.list.map((words, index) => `${block.ordered ? `${index + 1}.` : '-'} ${ofWords(words)}`).join('\n');
}

function ofTable({ head, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head.map(cell => markdownText(cell))), line(head.map(() => '---')), ...rows.map(row => line(row.map(ofWords)))].join('\n');
}

function ofWords(words: Words): string {
  return words.map(ofWord).join('');
}

/** Whoever escapes a text takes the space around it away. */
function ofWord(word: Word): string {
  if (typeof word !== 'string') {
    if ('code' in word) return markdownCode(word.code, most);
    if ('recipe' in word) return `**${markdownText(word.recipe)}**`;
    return markdownText('good' in word ? word.good : word.bad, most);
  }
  const text = markdownText(word, most);
  return text === '' ? word.trim() === '' ? ' '.repeat(Math.min(word.length, 1)) : '' : `${/^\s/.test(word) ? ' ' : ''}${text}${/\s$/.test(word) ? ' ' : ''}`;
}
