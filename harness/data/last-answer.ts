/** What a reader last saw of the app: `undefined` is believed only after an answer, never after an error. */
import { isIngressOwnAnswer } from '../http/ingress-answer.ts';
import { HttpResponse } from '../http/response.ts';
import { DataError } from './errors.ts';
import type { DataRecord } from './overlay.ts';

interface Seen { request: string; problem: string | undefined; fromIngress: boolean }

/** Follows one reader's requests; what retried and then got its answer counts by that answer. */
export class LastAnswer {
  #seen: Seen | undefined;

  /** Runs one request under its title, and keeps what became of it. */
  async watch<T>(request: string, send: () => Promise<T>): Promise<T> {
    try {
      const answer = await send();
      this.#seen = answer instanceof HttpResponse
        ? { request, problem: problemOf(answer), fromIngress: isIngressOwnAnswer(answer) } : { request, problem: undefined, fromIngress: false };
      return answer;
    } catch (error) {
      this.#seen = { request, problem: `got no answer (${String(error instanceof Error ? error.message : error).split('\n', 1).join()})`, fromIngress: false };
      throw error;
    }
  }

  /**
   * Called when `read` has said `undefined`.
   *
   * @throws {DataError} `ERR_ERROR_READ_AS_ABSENCE` when the last that it saw was an error: the overlay's mistake, and
   *   nobody's but the recipe's where the ingress answered in place of the app
   */
  expectNoError(recipe: string, id: DataRecord['id']): void {
    if (this.#seen?.problem === undefined) return;
    const { request, problem, fromIngress } = this.#seen;
    throw new DataError({
      code: 'ERR_ERROR_READ_AS_ABSENCE', fault: fromIngress ? 'recipe' : 'user',
      message: `read() of ${recipe} says that the record ${JSON.stringify(id)} is absent, but what it last saw is an error: ${request} ${problem}.`,
      wayOut: fromIngress
        ? 'Look at why the app does not answer: its labels for the ingress, its port, its log.'
        : 'Return undefined only on the answer with which the app says that nothing is there, and throw on any other: answer.expectStatus(200).',
      facts: { request, problem },
    });
  }
}

/** Statuses that no app uses to say that a record is not there. 401 and 403 are not among them: some hide what is gone. */
function problemOf(answer: HttpResponse): string | undefined {
  if (isIngressOwnAnswer(answer)) return `was answered ${answer.status} by the ingress itself`;
  return answer.status >= 500 || answer.status === 408 || answer.status === 429 ? `answered ${answer.status}` : undefined;
}
