/** What both versions of Kinto in the lab share. Kinto is a small document store over HTTP, kept in PostgreSQL. */
import type { ImageDefinition } from '../definition.ts';

/** What Kinto stands on, as pip resolved it once; without cloud storages and monitoring services, which nothing here loads. */
const foundation = `
  PasteDeploy==3.1.0 attrs==26.1.0 bcrypt==5.0.0 certifi==2026.10.18
  charset-normalizer==3.5.2 colander==2.0 dockerflow==2026.3.4 greenlet==3.5.6
  hupper==1.12.1 idna==3.20 iso8601==2.1.0 jsonpatch==1.47
  jsonpointer==3.12 jsonschema-specifications==2025.9.1 jsonschema==4.26.0 logging-color-formatter==1.1.0
  markupsafe==3.0.4 packaging==26.3 plaster-pastedeploy==1.0.1 plaster==1.1.2
  psycopg2-binary==2.9.13 pyramid-tm==2.6
  python-dateutil==4.0.0 python-rapidjson==1.25 referencing==0.37.0 requests==2.34.2
  rpds-py==2026.9.1 setuptools==81.0.0 sqlalchemy==2.0.58 transaction==5.1
  translationstring==1.4 typing-extensions==4.16.0 urllib3==2.8.0 venusian==3.1.1
  waitress==3.0.2 webob==1.8.11 werkzeug==3.1.9 zope-deprecation==6.0
  zope-interface==8.7 zope-sqlalchemy==4.1
`.trim().split(/\s+/);

/** What pip would have written; `python3 -m kinto` does nothing at all. */
const command = `#!/usr/bin/python3 -Wignore::UserWarning
import sys
from kinto.__main__ import main
sys.exit(main(sys.argv[1:]))
`;

export function kinto({ version, attachment, more = [], file }: { version: string; attachment: string; more?: readonly string[]; file: string }): ImageDefinition {
  return {
    ref: `lab/kinto:${version}`,
    file,
    holds: { from: 'pypi', package: 'kinto', version },
    packages: ['python3-minimal', 'libpython3-stdlib'],
    python: { folder: '/opt/kinto', requirements: [`kinto==${version}`, `kinto-attachment==${attachment}`, ...foundation, ...more] },
    files: [{ path: '/usr/local/bin/kinto', mode: 0o755, content: command }],
    run: [
      // Compiled once here instead of at every start; by content, so that the same wheels give the same bytes.
      'python3 -m compileall -q --invalidation-mode unchecked-hash /opt/kinto >/dev/null || true',
      'useradd --system --uid 990 --home-dir /app --shell /usr/sbin/nologin kinto',
      'install -d -o kinto -g kinto /app /var/lib/kinto/attachments',
    ],
    config: { Cmd: ['kinto', 'start'], Env: ['PYTHONPATH=/opt/kinto', 'PYTHONUNBUFFERED=1'], User: 'kinto', WorkingDir: '/app', ExposedPorts: { '8888/tcp': {} } },
  };
}
