import { mobileConfig } from '../export/mobileconfig.ts';
import { javaScript, linuxScript, macScript, nssScript } from './shell-scripts.ts';
import type { TrustRoot } from './trust-root.ts';

/** What can be downloaded of a root, by anyone. */
export interface TrustFile {
  readonly name: string;
  readonly mediaType: string;
  readonly label: string;
}

const KINDS = [
  ['.cer', 'application/pkix-cert', 'Certificate, DER', ({ der }) => der],
  ['.pem', 'application/x-pem-file', 'Certificate, PEM', ({ pem }) => pem],
  [
    '.mobileconfig',
    'application/x-apple-aspen-config',
    'Profile for iPhone, iPad and Mac',
    ({ name, der }, organization) =>
      mobileConfig({ displayName: name, organization, root: der, issuing: [], identity: null }),
  ],
  ['-windows.ps1', 'text/plain; charset=utf-8', 'Script for Windows (PowerShell)', powerShellScript],
  ['-macos.sh', 'text/x-shellscript; charset=utf-8', 'Script for macOS', macScript],
  ['-linux.sh', 'text/x-shellscript; charset=utf-8', 'Script for Linux', linuxScript],
  ['-chrome-linux.sh', 'text/x-shellscript; charset=utf-8', 'Script for Chrome on Linux', nssScript],
  ['-java.sh', 'text/x-shellscript; charset=utf-8', 'Script for Java', javaScript],
  ['-policies.json', 'application/json', 'Policy for Firefox', firefoxPolicies],
] as const satisfies readonly (readonly [
  string,
  string,
  string,
  (root: TrustRoot, organization: string) => string | Uint8Array,
])[];

export type TrustFileKind = (typeof KINDS)[number][0];

export function trustFileName({ baseName }: Pick<TrustRoot, 'baseName'>, kind: TrustFileKind): string {
  return `${baseName}${kind}`;
}

export function trustFiles(root: TrustRoot): readonly TrustFile[] {
  return KINDS.map(([kind, mediaType, label]) => ({ name: trustFileName(root, kind), mediaType, label }));
}

/** Octets of one of `trustFiles`; null when there is none of this name. */
export function buildTrustFile(
  root: TrustRoot,
  organization: string,
  fileName: string,
): (TrustFile & { readonly content: Uint8Array }) | null {
  const found = KINDS.find(([kind]) => trustFileName(root, kind) === fileName);
  if (!found) return null;
  const [, mediaType, label, build] = found;
  const content = build(root, organization);
  return {
    name: fileName,
    mediaType,
    label,
    content: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  };
}

/** https://mozilla.github.io/policy-templates/#certificates: from files beside the policies, and from the system's own store. */
function firefoxPolicies({ baseName }: TrustRoot): string {
  const policies = { Certificates: { ImportEnterpriseRoots: true, Install: [`${baseName}.pem`] } };
  return `${JSON.stringify({ policies }, null, 2)}\n`;
}

/** For the machine when run as administrator, else for the user alone, who is asked by Windows once more. */
function powerShellScript({ baseName, der, sha1, sha256 }: TrustRoot): string {
  const base64 = Buffer.from(der)
    .toString('base64')
    .match(/.{1,76}/g) as string[];
  return [
    `# Trusts the root ${baseName} on Windows. As administrator: for the machine, else for you alone.`,
    `# Usage: powershell -ExecutionPolicy Bypass -File ${baseName}-windows.ps1 [-Uninstall] [-Fingerprint SHA256]`,
    'param([switch]$Uninstall, [string]$Fingerprint)',
    "$ErrorActionPreference = 'Stop'",
    `$expected = '${sha256}'`,
    `$thumbprint = '${sha1}'`,
    "$der = [Convert]::FromBase64String(@'",
    ...base64,
    "'@)",
    '$sha256 = [Security.Cryptography.SHA256]::Create()',
    "$actual = [BitConverter]::ToString($sha256.ComputeHash($der)).Replace('-', '')",
    'if ($actual -ne $expected) { throw "Nothing was changed: the certificate in this file is damaged ($actual)." }',
    "if ($Fingerprint -and ($Fingerprint -replace '[\\s:-]', '') -ne $expected) {",
    '  throw "Nothing was changed: the fingerprint you gave is not that of this root ($expected)."',
    '}',
    '$principal = New-Object Security.Principal.WindowsPrincipal([Security.Principal.WindowsIdentity]::GetCurrent())',
    '$isAdministrator = $principal.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)',
    "$place = if ($isAdministrator) { 'LocalMachine' } else { 'CurrentUser' }",
    "$store = New-Object Security.Cryptography.X509Certificates.X509Store('Root', $place)",
    "$store.Open('ReadWrite')",
    'try {',
    "  $found = $store.Certificates.Find('FindByThumbprint', $thumbprint, $false)",
    '  if ($Uninstall) {',
    '    if ($found.Count -eq 0) { "Not installed for $place." } else { $store.RemoveRange($found); "Removed for $place." }',
    '  } elseif ($found.Count -gt 0) {',
    '    "Already installed for $place."',
    '  } else {',
    '    $store.Add((New-Object Security.Cryptography.X509Certificates.X509Certificate2(,$der)))',
    '    "Installed for $place."',
    '  }',
    '} finally { $store.Close() }',
    '',
  ].join('\r\n');
}
