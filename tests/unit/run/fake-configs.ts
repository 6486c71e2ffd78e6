/** The config objects of a swarm in memory: versions as swarm counts them, and a conflict refused in its words. */
import { engineError } from '../../../harness/swarm/errors.ts';
import type { LeaseEngine } from '../../../harness/run/lease.ts';

interface Spec { Name: string; Labels: Record<string, string>; Data?: string }

export class FakeConfigs implements LeaseEngine {
  seconds = 1_800_000_000;
  conflicts = 0;
  /** Called before a config is inspected or removed: what others do between two requests, or an engine in trouble. */
  meanwhile: () => void = () => undefined;
  readonly #configs = new Map<string, { Spec: Spec; index: number }>();
  #index = 10;

  now(): number {
    return this.seconds * 1_000;
  }

  async ask<T>(doing: string, request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw engineError(error, 'unix:///fake', doing);
    }
  }

  add(spec: Spec): void {
    this.#configs.set(`id-${++this.#index}`, { Spec: spec, index: this.#index });
  }

  /** As they stand in the swarm. */
  specs(): Spec[] {
    return [...this.#configs.values()].map(({ Spec }) => structuredClone(Spec));
  }

  /** What somebody else's `docker config rm` does. */
  removeAll(): void {
    this.#configs.clear();
  }

  readonly docker = {
    createConfig: async (spec: Spec) => this.add(spec),
    listConfigs: async ({ filters: { label } }: { filters: { label: string[] } }) => [...this.#configs]
      .filter(([, { Spec }]) => label.length > 0 && label.every(key => key in Spec.Labels))
      .map(([ID, { Spec, index }]) => ({ ID, Version: { Index: index }, Spec: structuredClone(Spec) })),
    getConfig: (id: string) => ({
      inspect: async () => {
        this.meanwhile();
        return { ID: id, Spec: this.#require(id).Spec };
      },
      remove: async () => {
        this.meanwhile();
        this.#require(id);
        this.#configs.delete(id);
      },
      update: async ({ _query: { version }, _body }: { _query: { version: number }; _body: Spec }) => {
        const config = this.#require(id);
        if (config.index !== version) {
          this.conflicts++;
          throw refusal(500, 'rpc error: code = Unknown desc = update out of sequence');
        }
        this.#configs.set(id, { Spec: _body, index: ++this.#index });
      },
    }),
  } as unknown as LeaseEngine['docker'];

  #require(id: string): { Spec: Spec; index: number } {
    const config = this.#configs.get(id);
    if (!config) throw refusal(404, `config ${id} not found`);
    return config;
  }
}

export function refusal(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode, json: { message } });
}
