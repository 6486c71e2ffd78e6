/** The runner's life line: as long as it is open, the runner lives. */
import type { Readable } from 'node:stream';

/** `done` when the runner said so before it let go; `gone` when it let go without a word, as every kind of death does. */
export function lifeLine(stream: Readable): Promise<'done' | 'gone'> {
  return new Promise(resolve => {
    let said = '';
    stream.setEncoding('utf8');
    stream.on('data', text => {
      said += String(text);
      if (said.includes('done\n')) resolve('done');
    });
    stream.once('end', () => resolve('gone'));
    stream.once('close', () => resolve('gone'));
    stream.once('error', () => resolve('gone'));
  });
}
