/** A refusal in words: who was refused and what to do, by the TLS stack's own code. */
export function verdictOf(role: 'client' | 'server', code: string, serverName: string): string {
  const other = role === 'client' ? "server's" : "client's";
  const words: Readonly<Record<string, string>> = {
    CERT_REVOKED: `Refused: the ${other} certificate is revoked. Issue a new one.`,
    CERT_HAS_EXPIRED: `Refused: the ${other} certificate has expired. Issue a new one.`,
    CERT_NOT_YET_VALID: `Refused: the ${other} certificate is not valid yet. Check the clocks.`,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `Refused: the ${other} chain ends at a root that this side does not trust.`,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: `Refused: the ${other} chain lacks an intermediate. Send the fullchain file.`,
    UNABLE_TO_GET_ISSUER_CERT: `Refused: the ${other} chain lacks an intermediate. Send the fullchain file.`,
    UNABLE_TO_GET_CRL: `Refused: the revocation list of an authority in the ${other} path is missing. Sign a CRL on its page.`,
    CRL_HAS_EXPIRED: `Refused: a revocation list in the ${other} path has ended. Sign a new CRL.`,
    INVALID_PURPOSE: `Refused: the ${other} certificate is not meant for this use.`,
    ERR_TLS_CERT_ALTNAME_INVALID: `Refused: the server's certificate does not carry the name ${serverName}.`,
    NO_CLIENT_CERTIFICATE: 'Refused: the client presented no certificate.',
    TIMEOUT: 'No answer within ten seconds.',
    CLOSED: 'The other side closed the connection during the handshake.',
  };
  return words[code] ?? `Refused: ${code.toLowerCase().replaceAll('_', ' ')}.`;
}
