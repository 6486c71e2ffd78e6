/** Keycloak as of early 2026, one migration of its tables before the next. */
import { keycloak } from './keycloak.ts';

export const keycloak265 = keycloak({
  version: '26.5.6', sha256: 'fa3dd5df90b9ac006712c2f0991be4e8a6cb30ac538e0439ce2f45fc40f4c692', file: 'lab/images/definitions/keycloak-26.5.ts',
});
