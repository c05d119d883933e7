import { createServer, type Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import { sendResponse, toExchange } from '../http/node-exchange.ts';
import { encodePem } from '../pki/pem.ts';
import { createProofHandler } from '../protocols/trust/proof-handler.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { findProof, proofParty } from '../services/trust-proof.ts';

/** Another process on the same database may have turned it on or off. */
const LOOK_EVERY_MILLISECONDS = 30_000;

/**
 * Opens the HTTPS listener of the proof when there is one, closes it when there is none, and takes up renewed
 * certificates; what goes wrong is logged and tried again. Returns what stops it.
 */
export function startProof(services: ServiceContext, args: { host: string; port: number }): () => Promise<void> {
  let server: Server | null = null;
  let served: string | null = null;
  const look = async () => {
    try {
      const proof = (await services.signer.state()) === 'unsealed' ? await findProof(services) : null;
      const wanted = proof?.loaded.certificate.state === 'issued' ? proof.loaded.certificate.id : null;
      if (wanted === served) return;
      const party = proof && wanted !== null ? await proofParty(services, proof) : null;
      if (!party) {
        if (server) await close(server);
        server = null;
        served = null;
        return;
      }
      const secrets = {
        key: encodePem('PRIVATE KEY', party.privateKeyPkcs8),
        cert: party.certificateChain.map((der) => encodePem('CERTIFICATE', der)).join(''),
      };
      party.privateKeyPkcs8.fill(0);
      createSecureContext(secrets);
      if (server) server.setSecureContext(secrets);
      else server = await open(services, args, secrets);
      served = wanted;
    } catch (error) {
      services.log.error(
        { error, port: args.port },
        'the proof of the trust page cannot be served; check COUNTERSIGN_PROOF_PORT; it is tried again shortly',
      );
    }
  };
  // One look at a time, and one after each question.
  let turn = Promise.resolve();
  const next = () => {
    turn = turn.then(look);
  };
  const deafen = services.proofTurn.whenAsked(next);
  const timer = setInterval(next, LOOK_EVERY_MILLISECONDS);
  next();
  return async () => {
    clearInterval(timer);
    deafen();
    await turn;
    if (server) await close(server);
  };
}

function open(
  services: ServiceContext,
  { host, port }: { host: string; port: number },
  secrets: { key: string; cert: string },
): Promise<Server> {
  const handler = createProofHandler(services);
  const server = createServer({ ...secrets, minVersion: 'TLSv1.2' }, async (message, response) => {
    try {
      if (message.method !== 'GET' && message.method !== 'HEAD') {
        response.writeHead(405, { allow: 'GET, HEAD', connection: 'close' }).end();
        return;
      }
      const exchange = await toExchange(message, { requestId: '', maxBodyOctets: 0 });
      await sendResponse(await handler(exchange), message, response);
    } catch (error) {
      services.log.debug({ error }, 'a request for the proof failed');
      if (!response.headersSent) response.writeHead(400, { connection: 'close' });
      response.end();
    }
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.maxHeadersCount = 100;
  // A device that does not trust the root breaks off here: that is the answer it came for.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
