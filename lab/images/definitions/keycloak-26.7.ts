/** Keycloak as of autumn 2026. */
import { keycloak } from './keycloak.ts';

export const keycloak267 = keycloak({
  version: '26.7.3', sha256: '77657f30b7e90d70f727712ce1c967f430fd6a5e9f458d32d8c6df0635345f47', file: 'lab/images/definitions/keycloak-26.7.ts',
});
