import type { TrustRoot } from './trust-root.ts';

/**
 * Scripts of the POSIX shell that install a root. Each carries the certificate, checks its SHA-256 before it touches
 * anything, does nothing the second time, and takes `uninstall`. Only `baseName` and hex go into them, never a name that a person wrote.
 */

export function linuxScript(root: TrustRoot): string {
  return script(root, 'Trusts this root on Linux: Debian, Ubuntu, Alpine, RHEL, Fedora, Arch. Run it as root.', [
    '# COUNTERSIGN_PREFIX names the root directory of an image to be built; empty for this machine.',
    'prefix=${COUNTERSIGN_PREFIX:-}',
    ...NEEDS_ROOT,
    'if command -v update-ca-certificates >/dev/null 2>&1; then',
    '  folder=$prefix/usr/local/share/ca-certificates file=$name.crt',
    '  refresh() {',
    '    if [ -z "$prefix" ]; then update-ca-certificates "$@"; return; fi',
    '    mkdir -p "$prefix/etc/ssl/certs" "$prefix/usr/share/ca-certificates" "$prefix/etc/ca-certificates/update.d"',
    '    [ -e "$prefix/etc/ca-certificates.conf" ] || : >"$prefix/etc/ca-certificates.conf"',
    '    update-ca-certificates "$@" --certsconf "$prefix/etc/ca-certificates.conf" \\',
    '      --certsdir "$prefix/usr/share/ca-certificates" --localcertsdir "$folder" \\',
    '      --etccertsdir "$prefix/etc/ssl/certs" --hooksdir "$prefix/etc/ca-certificates/update.d"',
    '  }',
    'elif command -v update-ca-trust >/dev/null 2>&1; then',
    '  if [ -d "$prefix/etc/ca-certificates/trust-source" ]; then folder=$prefix/etc/ca-certificates/trust-source/anchors',
    '  else folder=$prefix/etc/pki/ca-trust/source/anchors; fi',
    '  file=$name.pem',
    '  refresh() {',
    '    if [ -z "$prefix" ]; then update-ca-trust extract',
    '    else echo "Run update-ca-trust inside the image."; fi',
    '  }',
    'else',
    '  fail "neither update-ca-certificates nor update-ca-trust is here. Install the package ca-certificates first."',
    'fi',
    'if [ "$action" = uninstall ]; then',
    '  if [ ! -e "$folder/$file" ]; then echo "Not installed: $folder/$file"; exit 0; fi',
    '  rm -f "$folder/$file"',
    // Debian keeps links to what is gone until it starts afresh, and its bundle when nothing else is left to be in it.
    '  case $file in',
    '    *.crt) bundle=$prefix/etc/ssl/certs/ca-certificates.crt',
    '      rm -f "$bundle"; refresh --fresh; [ -e "$bundle" ] || : >"$bundle" ;;',
    '    *) refresh ;;',
    '  esac',
    '  echo "Removed $folder/$file"; exit 0',
    'fi',
    'if [ -e "$folder/$file" ] && cmp -s "$folder/$file" "$work/root.pem"; then echo "Already installed: $folder/$file"; exit 0; fi',
    'mkdir -p "$folder"',
    'cp "$work/root.pem" "$folder/$file"',
    'chmod 644 "$folder/$file"',
    'refresh',
    'echo "Installed $folder/$file"',
  ]);
}

export function macScript(root: TrustRoot): string {
  return script(root, 'Trusts this root for everyone on this Mac. Run it with sudo.', [
    ...NEEDS_ROOT,
    'keychain=/Library/Keychains/System.keychain',
    `sha1=${root.sha1}`,
    'installed() { security find-certificate -a -Z "$keychain" 2>/dev/null | grep -q "SHA-1 hash: $sha1"; }',
    'if [ "$action" = uninstall ]; then',
    '  if ! installed; then echo "Not installed."; exit 0; fi',
    '  security remove-trusted-cert -d "$work/root.pem" || true',
    '  security delete-certificate -Z "$sha1" "$keychain"',
    '  echo "Removed."; exit 0',
    'fi',
    'if installed && security verify-cert -c "$work/root.pem" >/dev/null 2>&1; then echo "Already installed."; exit 0; fi',
    'security add-trusted-cert -d -r trustRoot -k "$keychain" "$work/root.pem"',
    'echo "Installed."',
  ]);
}

export function nssScript(root: TrustRoot): string {
  return script(root, 'Trusts this root in Chrome, Chromium and Edge on Linux, for you alone. Run it as yourself.', [
    'command -v certutil >/dev/null 2>&1 || fail "certutil is not here. Install libnss3-tools (Debian) or nss-tools (RHEL, Fedora)."',
    'database=${COUNTERSIGN_NSS:-$HOME/.pki/nssdb}',
    'installed() { certutil -d "sql:$database" -L -n "$name" >/dev/null 2>&1; }',
    'if [ "$action" = uninstall ]; then',
    '  if ! installed; then echo "Not installed."; exit 0; fi',
    '  certutil -d "sql:$database" -D -n "$name"',
    '  echo "Removed."; exit 0',
    'fi',
    'if [ ! -e "$database/cert9.db" ]; then mkdir -p "$database"; certutil -d "sql:$database" -N --empty-password; fi',
    'if installed; then echo "Already installed."; exit 0; fi',
    'certutil -d "sql:$database" -A -t C,, -n "$name" -i "$work/root.pem"',
    'echo "Installed in $database. Close every window of the browser and open it again."',
  ]);
}

export function javaScript(root: TrustRoot): string {
  return script(root, 'Trusts this root in a Java runtime (JAVA_HOME, else the first keytool in PATH).', [
    '# COUNTERSIGN_KEYSTORE names another trust store than the cacerts of the runtime; COUNTERSIGN_STOREPASS its password.',
    'keytool=keytool',
    '[ -n "$' + '{JAVA_HOME:-}" ] && keytool=$JAVA_HOME/bin/keytool',
    'command -v "$keytool" >/dev/null 2>&1 || fail "keytool is not here. Set JAVA_HOME to a Java runtime."',
    'password=${COUNTERSIGN_STOREPASS:-changeit}',
    'export password',
    'tool() {',
    '  if [ -n "$' +
      '{COUNTERSIGN_KEYSTORE:-}" ]; then "$keytool" "$@" -keystore "$COUNTERSIGN_KEYSTORE" -storepass:env password',
    '  else "$keytool" "$@" -cacerts -storepass:env password; fi',
    '}',
    'installed() { tool -list -alias "$name" >/dev/null 2>&1; }',
    'if [ "$action" = uninstall ]; then',
    '  if ! installed; then echo "Not installed."; exit 0; fi',
    '  tool -delete -alias "$name"',
    '  echo "Removed."; exit 0',
    'fi',
    'if installed; then echo "Already installed."; exit 0; fi',
    'tool -importcert -noprompt -trustcacerts -alias "$name" -file "$work/root.pem"',
    'echo "Installed. Restart the programs that use this runtime."',
  ]);
}

const NEEDS_ROOT = [
  'if [ "$(id -u)" != 0 ] && [ -z "$' +
    '{prefix:-}" ]; then fail "this changes the whole machine. Run it as root, with sudo."; fi',
];

function script(root: TrustRoot, purpose: string, body: readonly string[]): string {
  return [
    '#!/bin/sh',
    `# ${purpose}`,
    '# Usage: sh FILE [install|uninstall] [SHA-256 that you were told another way]',
    'set -eu',
    `name=${root.baseName}`,
    `expected=${root.sha256.toLowerCase()}`,
    'fail() { echo "Nothing was changed: $1" >&2; exit 1; }',
    'action=${1:-install}',
    'case $action in install | uninstall) ;; *) fail "\\"$action\\" is neither install nor uninstall." ;; esac',
    'told=$(printf %s "${2:-$expected}" | tr -d " :-" | tr A-F a-f)',
    '[ "$told" = "$expected" ] || fail "the fingerprint you gave is not that of this root ($expected)."',
    'work=$(mktemp -d)',
    'trap \'rm -rf "$work"\' EXIT',
    'cat >"$work/root.pem" <<\'CERTIFICATE\'',
    root.pem.trimEnd(),
    'CERTIFICATE',
    // macOS has shasum, Linux sha256sum; base64 reads with -d on both since macOS 13, and openssl is on every Mac before.
    'der() { sed -e /-----/d "$work/root.pem" | { base64 -d 2>/dev/null || openssl base64 -d; }; }',
    'if command -v sha256sum >/dev/null 2>&1; then actual=$(der | sha256sum | cut -d" " -f1)',
    'elif command -v shasum >/dev/null 2>&1; then actual=$(der | shasum -a 256 | cut -d" " -f1)',
    'else fail "neither sha256sum nor shasum is here, so the certificate cannot be checked."; fi',
    '[ "$actual" = "$expected" ] || fail "the certificate in this file is damaged: SHA-256 $actual, expected $expected."',
    ...body,
    '',
  ].join('\n');
}
