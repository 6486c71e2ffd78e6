/** The first stage of secrecy: what is said while tests run, on the terminal and to every other reporter. */
import type { TestError, TestResult, TestStep } from '@playwright/test/reporter';
import { type Fault, faultWord } from '../errors.ts';
import { markOf } from './fault-mark.ts';
import type { Problem } from './judge.ts';

export type Mask = (text: string) => string;

/** Masks everything that this process writes to its terminal; returns how to stop. */
export function maskTerminal(mask: Mask): () => void {
  const undo = ([process.stdout, process.stderr] as const).map(stream => {
    const write = stream.write.bind(stream);
    const masking = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      const text = typeof chunk === 'string' ? mask(chunk) : maskBytes(Buffer.from(chunk), mask);
      return (write as (...given: unknown[]) => boolean)(text, ...rest);
    };
    stream.write = masking;
    return () => { stream.write = write; };
  });
  return () => undo.forEach(restore => restore());
}

/** Masks a finished test in place: all later reporters see the same objects. */
export function maskResult(result: TestResult, mask: Mask): void {
  for (const error of result.errors) maskError(error, mask);
  if (result.error) maskError(result.error, mask);
  for (const step of result.steps) maskStep(step, mask);
  maskTexts(result.stdout, mask);
  maskTexts(result.stderr, mask);
  for (const note of result.annotations) if (note.description !== undefined) note.description = mask(note.description);
  maskAttachments(result.attachments, mask);
}

export function maskStep(step: TestStep, mask: Mask): void {
  const title = mask(step.title);
  if (title !== step.title) step.title = title;
  if (step.error) maskError(step.error, mask);
  maskAttachments(step.attachments, mask);
  for (const inner of step.steps) maskStep(inner, mask);
}

export function maskError(error: TestError, mask: Mask): void {
  for (const key of ['message', 'stack', 'snippet', 'value'] as const) {
    if (error[key] !== undefined) error[key] = mask(error[key]);
  }
  if (error.cause) maskError(error.cause, mask);
  if (faultOf(error) === 'user') withoutTrace(error);
}

/** An error of the run as a whole, in place: what user or machine must mend is told by its message alone. */
export function tellPlainly(error: TestError, problem: Problem): void {
  if (problem.fault !== 'user' && problem.fault !== 'environment') return;
  // Playwright's own errors, such as a spec that throws when it is loaded, get the harness's words.
  if (faultOf(error) === undefined) error.message = `${problem.message} [${problem.code}, ${faultWord[problem.fault]}]${problem.wayOut === undefined ? '' : `\nWay out: ${problem.wayOut}`}`;
  withoutTrace(error);
}

function faultOf({ message }: TestError): Fault | undefined {
  return message === undefined ? undefined : markOf(message)?.fault;
}

/** Where the harness found it out is of no use to those who are to mend it; the cause's words stand in the message. */
function withoutTrace(error: TestError): void {
  if (error.message !== undefined) error.stack = error.message;
  delete error.snippet;
  delete error.location;
  delete error.cause;
}

function maskTexts(chunks: (string | Buffer)[], mask: Mask): void {
  chunks.forEach((chunk, index) => { chunks[index] = typeof chunk === 'string' ? mask(chunk) : maskBytes(chunk, mask); });
}

function maskAttachments(attachments: TestResult['attachments'], mask: Mask): void {
  for (const attachment of attachments) {
    attachment.name = mask(attachment.name);
    if (attachment.body && !/^(image|video)\//.test(attachment.contentType)) attachment.body = maskBytes(attachment.body, mask);
  }
}

/** Bytes that are no UTF-8 stay as they are; the second stage reads those. */
function maskBytes(bytes: Buffer, mask: Mask): Buffer {
  const text = bytes.toString('utf8');
  const masked = mask(text);
  return masked === text ? bytes : Buffer.from(masked);
}
