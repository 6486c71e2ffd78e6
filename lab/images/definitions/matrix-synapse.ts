/** What both versions of Synapse in the lab share. Synapse is the Matrix homeserver written in Python: rooms, messages and media, kept in PostgreSQL. */
import type { ImageDefinition } from '../definition.ts';

/** What Synapse stands on, as pip resolved it once for `matrix-synapse[oidc]`, the same for both versions; without setuptools-rust, which only a build needs. */
const foundation = `
  annotated-types==0.8.0 attrs==26.1.0 authlib==1.9.9 automat==25.4.16 bcrypt==5.0.0 bleach==6.4.0
  canonicaljson==2.0.0 certifi==2026.10.18 cffi==2.1.1 charset-normalizer==3.5.2 constantly==23.10.4
  cryptography==50.0.2 hyperlink==21.0.0 idna==3.20 ijson==3.6.0 immutabledict==4.3.1 incremental==24.11.0
  jinja2==3.1.6 joserfc==1.8.0 jsonschema-specifications==2025.9.1 jsonschema==4.26.0 markupsafe==3.0.4
  matrix-common==1.3.0 msgpack==1.2.4 multipart==2.0.1 netaddr==1.3.0 packaging==26.3 phonenumbers==9.0.43
  pillow==13.0.0 prometheus_client==0.26.0 pyasn1==0.6.5 pyasn1_modules==0.4.2 pycparser==3.12 pydantic==2.14.3
  pydantic_core==2.50.4 pymacaroons==0.13.0 pynacl==1.6.2 pyopenssl==26.4.0 pyparsing==3.3.3 pyrsistent==0.20.0
  python-multipart==0.0.34 pyyaml==6.0.3 referencing==0.37.0 requests==2.34.2 rpds-py==2026.9.1
  service-identity==26.1.0 signedjson==1.1.4 six==1.17.0 sortedcontainers==2.4.0 treq==26.7.0 twisted==26.10.0
  typing-inspection==0.4.5 typing_extensions==4.16.0 unpaddedbase64==2.1.0 urllib3==2.8.0 webencodings==0.6.1
  zope.interface==8.7
`.trim().split(/\s+/);

/** What pip would have written. */
const registerUser = `#!/usr/bin/python3
from synapse._scripts.register_new_matrix_user import main
main()
`;

export function matrixSynapse({ version, file }: { version: string; file: string }): ImageDefinition {
  return {
    ref: `lab/matrix-synapse:${version}`,
    file,
    holds: { from: 'pypi', package: 'matrix-synapse', version },
    // psycopg2 has no wheels for Linux under the name that Synapse asks for.
    packages: ['python3-minimal', 'libpython3-stdlib', 'python3-psycopg2'],
    python: { folder: '/opt/synapse', requirements: [`matrix-synapse==${version}`, ...foundation] },
    files: [{ path: '/usr/local/bin/register_new_matrix_user', mode: 0o755, content: registerUser }],
    run: [
      // Compiled once here instead of at every start; by content, so that the same wheels give the same bytes.
      'python3 -m compileall -q --invalidation-mode unchecked-hash /opt/synapse >/dev/null || true',
      'useradd --system --uid 991 --home-dir /data --shell /usr/sbin/nologin synapse',
      'install -d -o synapse -g synapse -m 0700 /data',
    ],
    config: {
      Cmd: ['python3', '-m', 'synapse.app.homeserver', '--config-path', '/etc/synapse/homeserver.yaml'],
      Env: ['PYTHONPATH=/opt/synapse', 'PYTHONUNBUFFERED=1'],
      User: 'synapse',
      WorkingDir: '/data',
      ExposedPorts: { '8008/tcp': {} },
    },
  };
}
