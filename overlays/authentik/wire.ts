/** The published client's types as authentik takes and gives them: `uidField` there is `uid_field` on the wire. */
import type { HttpClient, InstalledApp } from 'recipe-harness';

type SnakeCase<Name extends string> = Name extends `${infer Letter}${infer Rest}`
  ? `${Letter extends Lowercase<Letter> ? Letter : `_${Lowercase<Letter>}`}${SnakeCase<Rest>}`
  : '';

/** A type of the published client under the names that it sends; dates are text. */
export type Wire<T> =
  T extends readonly (infer Item)[] ? Wire<Item>[]
    : T extends Date ? string
      : T extends object ? { [Key in keyof T as Key extends string ? string extends Key ? Key : SnakeCase<Key> : Key]: Wire<T[Key]> }
        : T;

/** A client with the token that authentik reads at its first start. */
export function asAdministrator(app: Pick<InstalledApp, 'secret'>, api: HttpClient): HttpClient {
  return api.as({ headers: { authorization: `Bearer ${app.secret('admin_token')}` } });
}
