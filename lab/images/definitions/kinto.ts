/** What both versions of Kinto in the lab share. Kinto is a small document store over HTTP, kept in PostgreSQL. */
import type { ImageDefinition } from '../definition.ts';

/** Everything that Kinto stands on, as pip resolved it once. */
const foundation = `
  PasteDeploy==3.1.0 attrs==26.1.0 bcrypt==5.0.0 certifi==2026.10.18
  cffi==2.1.1 charset-normalizer==3.5.2 colander==2.0 colorama==0.4.6
  cryptography==50.0.2 dockerflow==2026.3.4 google-api-core==2.44.0 google-auth==2.62.2
  google-cloud-core==2.8.0 google-cloud-storage==3.17.1 google-crc32c==1.9.0 google-resumable-media==2.11.0
  googleapis-common-protos==1.76.0 greenlet==3.5.6 hupper==1.12.1 idna==3.20
  iso8601==2.1.0 jsonpatch==1.47 jsonpointer==3.12 jsonschema-specifications==2025.9.1
  jsonschema==4.26.0 logging-color-formatter==1.1.0 markupsafe==3.0.4
  opentelemetry-api==1.45.2 packaging==26.3 plaster-pastedeploy==1.0.1 plaster==1.1.2
  prometheus-client==0.26.0 proto-plus==1.29.0 protobuf==7.36.2 psycopg2-binary==2.9.13
  pyasn1-modules==0.4.2 pyasn1==0.6.5 pycparser==3.12 pyramid-multiauth==1.1.0
  pyramid-tm==2.6 pyramid==2.1 python-dateutil==4.0.0 python-rapidjson==1.25
  referencing==0.37.0 requests==2.34.2 rpds-py==2026.9.1
  setuptools==81.0.0 sqlalchemy==2.1.9 transaction==5.1
  translationstring==1.4 typing-extensions==4.16.0 tzdata==2026.6 urllib3==2.8.0
  venusian==3.1.1 waitress==3.0.2 webob==1.8.11 werkzeug==3.1.9
  zope-deprecation==6.0 zope-interface==8.7 zope-sqlalchemy==4.1
`.trim().split(/\s+/);

export function kinto({ version, attachment, more = [], file }: { version: string; attachment: string; more?: readonly string[]; file: string }): ImageDefinition {
  return {
    ref: `lab/kinto:${version}`,
    file,
    holds: { from: 'pypi', package: 'kinto', version },
    packages: ['python3-minimal', 'libpython3-stdlib'],
    python: { folder: '/opt/kinto', requirements: [`kinto==${version}`, `kinto-attachment==${attachment}`, ...foundation, ...more] },
    files: [{ path: '/usr/local/bin/kinto', mode: 0o755, content: '#!/bin/sh\nexec python3 -m kinto "$@"\n' }],
    run: [
      // Compiled once here instead of at every start; by content, so that the same wheels give the same bytes.
      'python3 -m compileall -q --invalidation-mode unchecked-hash /opt/kinto >/dev/null || true',
      'useradd --system --uid 990 --home-dir /app --shell /usr/sbin/nologin kinto',
      'install -d -o kinto -g kinto /app /var/lib/kinto/attachments',
    ],
    config: { Cmd: ['kinto', 'start'], Env: ['PYTHONPATH=/opt/kinto', 'PYTHONUNBUFFERED=1'], User: 'kinto', WorkingDir: '/app', ExposedPorts: { '8888/tcp': {} } },
  };
}
