// A small web server for tests of the ingress: says what it received, swallows uploads, echoes over WebSockets.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const name = process.env.NAME ?? 'app';
const port = Number(process.env.PORT ?? 8080);

const server = createServer((request, response) => {
  if (request.url === '/broken') {
    response.writeHead(502, { 'content-type': 'text/plain' }).end('the app itself says 502');
    return;
  }
  const hash = createHash('sha256');
  let bytes = 0;
  request.on('data', (chunk) => {
    bytes += chunk.length;
    hash.update(chunk);
  });
  request.on('end', () => {
    const { method, url, headers } = request;
    response.writeHead(200, { 'content-type': 'application/json', 'x-app': name });
    response.end(JSON.stringify({ name, method, url, headers, bytes, sha256: hash.digest('hex') }));
  });
});

server.on('upgrade', (request, socket) => {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.on('error', () => socket.destroy());
  // Short text frames only: a client's is masked, a server's is not.
  socket.on('data', (frame) => {
    if ((frame[0] & 0x0f) !== 1) return;
    const text = Buffer.from(frame.subarray(6, 6 + (frame[1] & 0x7f)).map((byte, at) => byte ^ frame[2 + (at % 4)]));
    socket.write(Buffer.concat([Buffer.from([0x81, text.length]), text]));
  });
});

server.listen(port);
process.on('SIGTERM', () => process.exit(0));
