/** What both versions of Keycloak in the lab share: upstream's distribution on Debian's Java, built once for PostgreSQL. */
import type { ImageDefinition } from '../definition.ts';

const group = 'org.keycloak';
const artifact = 'keycloak-quarkus-dist';
const folder = '/opt/keycloak';

export function keycloak({ version, sha256, file }: { version: string; sha256: string; file: string }): ImageDefinition {
  return {
    ref: `lab/keycloak:${version}`,
    file,
    holds: { from: 'maven', package: `${group}:${artifact}`, version },
    packages: ['openjdk-17-jre-headless'],
    archive: { group, artifact, version, sha256, folder },
    run: [
      'useradd --system --uid 1000 --home-dir /opt/keycloak --shell /usr/sbin/nologin keycloak',
      // Otherwise every start of every app would do it again, which takes longer than the start itself.
      `${folder}/bin/kc.sh build --db=postgres --health-enabled=true`,
      `chown -R keycloak:keycloak ${folder}`,
    ],
    config: {
      Entrypoint: [`${folder}/bin/kc.sh`],
      User: 'keycloak',
      WorkingDir: folder,
      ExposedPorts: { '8080/tcp': {}, '9000/tcp': {} },
    },
  };
}
