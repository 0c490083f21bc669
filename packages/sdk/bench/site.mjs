import { createServer } from 'node:http';

/** A site with an empty page on every path, and a billing platform on another host that knows each click. */
export async function startSite() {
  const server = createServer(({ url = '', method }, response) => {
    if (url.startsWith('/billmgr')) {
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Content-Type', 'application/json');
      response.end(url.includes('registerclick') ? '{"doc":{"cntid":{"$":"1700000000.abcdefgh"}}}' : '{"doc":{}}');
    } else if (method === 'GET') {
      // Isolated, a page's clock is exact to five microseconds instead of a hundred.
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end('<!doctype html><html lang="en"><head><title>A site</title></head><body></body></html>');
    } else response.writeHead(204).end();
  });
  await new Promise((resolve) => server.listen(0, resolve));
  const { port } = server.address();
  return {
    url: `http://localhost:${port}/`,
    billingUrl: `http://127.0.0.1:${port}/billmgr`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
