/** Kubernetes objects that carry certificates. https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets */

/**
 * A Secret of the type `kubernetes.io/tls`; `caPem` is added as `ca.crt`, where ingress controllers look for the authority of clients.
 * `name` is made into a valid object name.
 */
export function tlsSecretYaml(args: {
  readonly name: string;
  /** Certificate first, then the issuing authorities. */
  readonly certificateChainPem: string;
  readonly privateKeyPem: string;
  readonly caPem: string | null;
}): string {
  const lines = [
    'apiVersion: v1',
    'kind: Secret',
    'metadata:',
    `  name: ${objectName(args.name)}`,
    'type: kubernetes.io/tls',
    'data:',
    `  tls.crt: ${base64(args.certificateChainPem)}`,
    `  tls.key: ${base64(args.privateKeyPem)}`,
    ...(args.caPem === null ? [] : [`  ca.crt: ${base64(args.caPem)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** A ConfigMap with the trust anchor as `ca.crt`, to be mounted into pods. `name` is made into a valid object name. */
export function caConfigMapYaml(args: { readonly name: string; readonly caPem: string }): string {
  const pemLines = args.caPem.trimEnd().split('\n');
  const lines = [
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata:',
    `  name: ${objectName(args.name)}`,
    'data:',
    '  ca.crt: |',
    ...pemLines.map((line) => `    ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The name as a DNS label of at most 63 characters, quoted where YAML would read it as a number. RFC 1123 §2.1 */
export function objectName(name: string): string {
  const label = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  if (label === '') return 'certificate';
  // `1e3`, `0x1f`, `no` and `null` are other types without quotes. YAML 1.1, types
  return /^(?:[a-z]+|[\d.-].*)$/.test(label) ? `"${label}"` : label;
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
