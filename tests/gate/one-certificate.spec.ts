/** Given an ingress with one certificate for all names, when one of them is broken, then the browser of a proof does not reach it over another one's connection. */
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { chromium, expect, test } from '@playwright/test';
import { browserLaunchOptions, systemBrowsers } from '../../harness/browser/launch.ts';
import { newAuthority } from '../../harness/gate/sabotage/certificates.ts';
import { echo } from '../../harness/gate/sabotage/impostors.ts';
import { Proxy } from '../../harness/gate/sabotage/proxy.ts';
import { environmentOfGuest } from '../../harness/run/guest.ts';

test('HTTP/2 does not lead past the proxy', async ({}, info) => {
  const authority = newAuthority();
  const real = http2.createSecureServer({ allowHTTP1: true, SNICallback: (_name, done) => done(null, authority.contextFor('*.zone.test')) },
    (request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(`<h1>the real ${request.headers[':authority'] ?? request.headers.host ?? ''}</h1>`));
  await new Promise<void>(listening => real.listen(0, '127.0.0.1', listening));
  const proxy = await Proxy.start({ address: '127.0.0.1', port: (real.address() as AddressInfo).port }, 0);
  proxy.break(['broken.zone.test'], echo);
  mkdirSync(info.outputDir, { recursive: true });
  const ca = info.outputPath('roots.pem');
  writeFileSync(ca, authority.root);
  appendFileSync(ca, proxy.root);
  const browsers = [chromium.executablePath(), ...systemBrowsers].filter(existsSync);
  const target = { zone: 'zone.test', address: proxy.address, ca };

  /** What a browser sees on the broken name, once it has been on a whole one. */
  const seen = async (): Promise<string | null> => {
    const browser = await chromium.launch(browserLaunchOptions(target, info.outputDir, browsers));
    const page = await browser.newPage();
    await page.goto(`https://whole.zone.test:${proxy.port}/`);
    await expect(page.locator('h1')).toContainText('the real whole.zone.test');
    await page.goto(`https://broken.zone.test:${proxy.port}/page`);
    const heading = await page.locator('h1').textContent();
    await browser.close();
    return heading;
  };
  expect(await seen(), 'an ordinary browser takes the short way').toContain('the real broken.zone.test');
  Object.assign(process.env, environmentOfGuest('nowhere', 1));
  try {
    expect(await seen()).toBe('page');
  } finally {
    for (const name of Object.keys(environmentOfGuest('', 1))) delete process.env[name];
    await proxy.close();
    real.close();
  }
});
