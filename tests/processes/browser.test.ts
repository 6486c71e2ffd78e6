import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { browserLaunchOptions } from '../../harness/browser/launch.ts';
import { loopback, type Loopback } from '../unit/http/loopback.ts';

let server: Loopback;
let folder: string;

beforeAll(async () => {
  server = await loopback((_request, response) => response.setHeader('content-type', 'text/html').end('<h1>Trusted</h1>'));
  folder = mkdtempSync(path.join(tmpdir(), 'rh-browser-'));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

test("opens a page of the zone over TLS with the target's CA, and refuses it without", async () => {
  const trusting = await chromium.launch(browserLaunchOptions(server.target, folder));
  try {
    const page = await trusting.newPage();
    const answer = await page.goto(server.url('app'));
    expect(await page.locator('h1').textContent()).toBe('Trusted');
    expect((await answer?.securityDetails())?.issuer).toBe('Throwaway test CA');
  } finally {
    await trusting.close();
  }
  const { ca: _ca, ...untrusted } = server.target;
  const doubting = await chromium.launch(browserLaunchOptions(untrusted, folder));
  try {
    const page = await doubting.newPage();
    await expect(page.goto(server.url('app'))).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/);
  } finally {
    await doubting.close();
  }
});

test('makes the home once and leaves no drafts', () => {
  const first = browserLaunchOptions(server.target, folder, ['/bin/true']);
  const second = browserLaunchOptions(server.target, folder, ['/bin/true']);
  expect(first.env['HOME']).toBe(second.env['HOME']);
  expect(existsSync(path.join(first.env['HOME'] ?? '', '.pki/nssdb/cert9.db'))).toBe(true);
  expect(readdirSync(folder).filter(name => name.startsWith('.'))).toEqual([]);
});

test('never ignores certificates, and drops the sandbox for root only', () => {
  const { args } = browserLaunchOptions(server.target, folder, ['/bin/true']);
  expect(args.join(' ')).not.toContain('ignore-certificate');
  expect(args.includes('--no-sandbox')).toBe(process.getuid?.() === 0);
  expect(args[0]).toBe('--host-resolver-rules=MAP zone.test 127.0.0.1,MAP *.zone.test 127.0.0.1');
});

test('a missing browser and a bad CA name the way out', () => {
  expect(() => browserLaunchOptions(server.target, folder, ['/nowhere'])).toThrow(/ERR_BROWSER_MISSING[\s\S]*apt-get install chromium/);
  const ca = path.join(folder, 'bad.crt');
  writeFileSync(ca, 'no certificate');
  expect(() => browserLaunchOptions({ ...server.target, ca }, folder, ['/bin/true'])).toThrow(/ERR_BROWSER_TRUST/);
  expect(readdirSync(folder).filter(name => name.startsWith('.'))).toEqual([]);
});

test('a token that a worker has for its recipe stays out of the browser', () => {
  vi.stubEnv('SMTP_PASSWORD', 'Mailer-s3cret-16');
  try {
    const { env } = browserLaunchOptions(server.target, folder);
    expect(env).not.toHaveProperty('SMTP_PASSWORD');
    expect(env['PATH']).toBe(process.env['PATH']);
  } finally {
    vi.unstubAllEnvs();
  }
});
