// A registry that has had enough: every request is answered as Docker Hub answers over the limit. Says "ready" when it listens.
import { createServer } from 'node:http';

const errors = [{ code: 'TOOMANYREQUESTS', message: 'You have reached your unauthenticated pull rate limit.' }];
createServer((request, response) => {
  const ping = request.url === '/v2/';
  response.writeHead(ping ? 200 : 429, { 'content-type': 'application/json', 'docker-distribution-api-version': 'registry/2.0' });
  response.end(ping ? '{}' : JSON.stringify({ errors }));
}).listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready'));
