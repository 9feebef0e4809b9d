import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import forge from 'node-forge';

const HOST = 'localhost';

/**
 * A proxy that ends TLS, as an operator puts one in front: it passes `Host`, `X-Forwarded-Proto` and `X-Forwarded-For`.
 * Requests go to the address that `serve` was given.
 */
export async function startTlsProxy() {
  let target: URL | undefined;
  const server = createServer(makeCertificate(), (incoming, answer) => {
    if (target === undefined) throw new Error('the proxy has no target yet');
    const outgoing = request(
      {
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: incoming.url,
        headers: {
          ...incoming.headers,
          'x-forwarded-proto': 'https',
          'x-forwarded-for': incoming.socket.remoteAddress,
        },
      },
      (inner) => {
        answer.writeHead(inner.statusCode ?? 502, inner.rawHeaders);
        inner.pipe(answer);
      },
    );
    outgoing.on('error', (error) => answer.destroy(error));
    incoming.pipe(outgoing);
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://${HOST}:${port}`,
    serve(url: string) {
      target = new URL(url);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A certificate for `localhost` that signs itself. Node's own crypto makes keys but no certificates. */
function makeCertificate(): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey.export({ type: 'spki', format: 'pem' }).toString());
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date('2020-01-01T00:00:00Z');
  certificate.validity.notAfter = new Date('2050-01-01T00:00:00Z');
  const name = [{ name: 'commonName', value: HOST }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([{ name: 'subjectAltName', altNames: [{ type: 2, value: HOST }] }]);
  certificate.sign(forge.pki.privateKeyFromPem(key), forge.md.sha256.create());
  return { key, cert: forge.pki.certificateToPem(certificate) };
}
