import { likelyPlatforms, type PlatformId } from './platform.ts';
import { type TrustFileKind, trustFileName } from './trust-files.ts';
import type { TrustRoot } from './trust-root.ts';

/** One thing to do, in words; `command` is typed as it stands, `file` is downloaded. */
export interface TrustStep {
  readonly say: string;
  readonly command?: string;
  readonly file?: string;
}
export interface TrustPlatform {
  readonly id: PlatformId;
  readonly title: string;
  /** It is probably the visitor's. */
  readonly likely: boolean;
  readonly steps: readonly TrustStep[];
  readonly remove: TrustStep;
}

/** How this root is installed everywhere: the likely places of this visitor first, all of them always. `folderUrl`: where anyone gets its files; null: nowhere. */
export function trustPlatforms(root: TrustRoot, folderUrl: string | null, userAgent: string): readonly TrustPlatform[] {
  const likely = likelyPlatforms(userAgent);
  const all = [...onDevices(root), ...onLinux(root, folderUrl), ...inPrograms(root, folderUrl)];
  const rank = ({ id }: { id: PlatformId }) => (likely.includes(id) ? likely.indexOf(id) : likely.length);
  return all.map((one) => ({ ...one, likely: likely.includes(one.id) })).sort((one, other) => rank(one) - rank(other));
}

type Described = Omit<TrustPlatform, 'likely'>;

function onDevices(root: TrustRoot): readonly Described[] {
  const file = (kind: TrustFileKind) => trustFileName(root, kind);
  const cer = file('.cer');
  const script = file('-windows.ps1');
  return [
    {
      id: 'windows',
      title: 'Windows',
      steps: [
        { say: 'Download the certificate.', file: cer },
        {
          say: 'Open PowerShell as administrator in the folder of the download, and check what you got. It must say True.',
          command: `(Get-FileHash -Algorithm SHA256 .\\${cer}).Hash -eq '${root.sha256}'`,
        },
        {
          say: 'Install it for this machine: Edge, Chrome and everything that asks Windows trust it then.',
          command: `certutil -addstore -f Root .\\${cer}`,
        },
        {
          say: 'Or let the script do both.',
          file: script,
          command: `powershell -ExecutionPolicy Bypass -File .\\${script} -Fingerprint ${root.sha256}`,
        },
      ],
      remove: { say: 'Remove it again, as administrator.', command: `certutil -delstore Root ${root.sha1}` },
    },
    {
      id: 'macos',
      title: 'macOS',
      steps: [
        { say: 'Download the certificate.', file: cer },
        {
          say: 'Open Terminal in the folder of the download, and check what you got. It must say OK.',
          command: `echo "${root.sha256.toLowerCase()}  ${cer}" | shasum -a 256 -c`,
        },
        {
          say: 'Install it for everyone on this Mac: Safari, Chrome and everything that asks the key chain trust it then.',
          command: `sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain ${cer}`,
        },
        {
          say: 'Or let the script do both.',
          file: file('-macos.sh'),
          command: `sudo sh ${file('-macos.sh')} install ${root.sha256}`,
        },
      ],
      remove: {
        say: 'Remove it again.',
        command: `sudo security delete-certificate -Z ${root.sha1} /Library/Keychains/System.keychain`,
      },
    },
    {
      id: 'ios',
      title: 'iPhone and iPad',
      steps: [
        {
          say: 'Open this page in Safari on the device (scan the code), download the profile and choose Allow.',
          file: file('.mobileconfig'),
        },
        {
          say: 'Settings › General › VPN & Device Management › the profile › Install. Under More Details compare the SHA-256 fingerprint.',
        },
        {
          say: 'Settings › General › About › Certificate Trust Settings: switch on full trust for this root. Without this step nothing trusts it.',
        },
      ],
      remove: { say: 'Settings › General › VPN & Device Management › the profile › Remove Profile.' },
    },
    {
      id: 'android',
      title: 'Android',
      steps: [
        { say: 'Download the certificate on the device.', file: cer },
        {
          say: 'Settings › Security and privacy › More › Encryption and credentials › Install a certificate › CA certificate › Install anyway. The words differ a little between makers.',
        },
        {
          say: 'Chrome and other browsers trust it now. Apps do only where their maker allows certificates of the user.',
        },
      ],
      remove: {
        say: 'Settings › Security and privacy › Encryption and credentials › Trusted credentials › User: choose the root, then Remove.',
      },
    },
  ];
}

function onLinux(root: TrustRoot, folderUrl: string | null): readonly Described[] {
  const pem = trustFileName(root, '.pem');
  const cer = trustFileName(root, '.cer');
  const script = trustFileName(root, '-linux.sh');
  const nss = trustFileName(root, '-chrome-linux.sh');
  const fetched = fetchAndCheck(root, folderUrl);
  const orScript = {
    say: 'Or let the script do all of it; it finds out which family this is.',
    file: script,
    command: afterFetching(folderUrl, script, `sudo sh ${script} install ${root.sha256}`),
  };
  return [
    {
      id: 'debian',
      title: 'Debian, Ubuntu and their relatives',
      steps: [
        ...fetched,
        {
          say: 'Install it. The name must end in .crt.',
          command: `sudo install -m 644 ${pem} /usr/local/share/ca-certificates/${root.baseName}.crt && sudo update-ca-certificates`,
        },
        orScript,
      ],
      remove: {
        say: 'Remove it again.',
        command: `sudo rm /usr/local/share/ca-certificates/${root.baseName}.crt && sudo update-ca-certificates --fresh`,
      },
    },
    {
      id: 'rhel',
      title: 'RHEL, Fedora, Rocky, Alma',
      steps: [
        ...fetched,
        {
          say: 'Install it.',
          command: `sudo install -m 644 ${pem} /etc/pki/ca-trust/source/anchors/ && sudo update-ca-trust extract`,
        },
        orScript,
      ],
      remove: {
        say: 'Remove it again.',
        command: `sudo rm /etc/pki/ca-trust/source/anchors/${pem} && sudo update-ca-trust extract`,
      },
    },
    {
      id: 'containers',
      title: 'Containers and Alpine',
      steps: [
        ...fetched,
        {
          say: 'Into the Dockerfile of an Alpine or Debian image. A Debian image installs the package with apt-get.',
          command: [
            'RUN apk add --no-cache ca-certificates',
            `COPY ${pem} /usr/local/share/ca-certificates/${root.baseName}.crt`,
            'RUN update-ca-certificates',
          ].join('\n'),
        },
        {
          say: 'A program in an image without a shell can be told by a variable (OpenSSL, Go). It then trusts this root alone.',
          command: `COPY ${pem} /etc/ssl/${pem}\nENV SSL_CERT_FILE=/etc/ssl/${pem}`,
        },
      ],
      remove: { say: 'Take the lines out and build the image anew.' },
    },
    {
      id: 'chrome-linux',
      title: 'Chrome, Chromium and Edge on Linux',
      steps: [
        ...fetched,
        {
          say: 'These browsers keep roots of their own, for each user. certutil is in libnss3-tools (Debian) or nss-tools (RHEL).',
          command: `mkdir -p ~/.pki/nssdb && certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n ${root.baseName} -i ${cer}`,
        },
        {
          say: 'Or let the script do it.',
          file: nss,
          command: afterFetching(folderUrl, nss, `sh ${nss} install ${root.sha256}`),
        },
        { say: 'Close every window of the browser and open it again.' },
      ],
      remove: { say: 'Remove it again.', command: `certutil -d sql:$HOME/.pki/nssdb -D -n ${root.baseName}` },
    },
  ];
}

function inPrograms(root: TrustRoot, folderUrl: string | null): readonly Described[] {
  const pem = trustFileName(root, '.pem');
  const cer = trustFileName(root, '.cer');
  const java = trustFileName(root, '-java.sh');
  const policies = trustFileName(root, '-policies.json');
  const fetched = fetchAndCheck(root, folderUrl);
  return [
    {
      id: 'firefox',
      title: 'Firefox, on every system',
      steps: [
        { say: 'Download the certificate.', file: pem },
        {
          say: 'Settings › Privacy & Security › Certificates › View Certificates › Authorities › Import: choose the file, tick "Trust this CA to identify websites". View shows the fingerprint to compare.',
        },
        {
          say: 'For many machines: put the policy and the certificate where Firefox looks for them, here on Linux, then restart Firefox.',
          file: policies,
          command: [
            `sudo install -D -m 644 ${pem} /usr/lib/mozilla/certificates/${pem}`,
            `sudo install -D -m 644 ${policies} /etc/firefox/policies/policies.json`,
          ].join('\n'),
        },
      ],
      remove: {
        say: 'Certificates › View Certificates › Authorities: choose the root, then Delete or Distrust. Take the two files away where they were put.',
      },
    },
    {
      id: 'java',
      title: 'Java',
      steps: [
        ...fetched,
        {
          say: 'Install it into the runtime. The password of cacerts is changeit unless someone changed it.',
          command: `keytool -importcert -noprompt -trustcacerts -alias ${root.baseName} -file ${cer} -cacerts -storepass changeit`,
        },
        {
          say: 'Or let the script do it, for the runtime in JAVA_HOME.',
          file: java,
          command: afterFetching(folderUrl, java, `sh ${java} install ${root.sha256}`),
        },
      ],
      remove: {
        say: 'Remove it again.',
        command: `keytool -delete -alias ${root.baseName} -cacerts -storepass changeit`,
      },
    },
    {
      id: 'node',
      title: 'Node.js',
      steps: [
        ...fetched,
        {
          say: 'Beside the roots that Node brings along, for one program.',
          command: `NODE_EXTRA_CA_CERTS=$PWD/${pem} node server.js`,
        },
        {
          say: 'Or the roots of the system, where this one is installed too (Node 22.15 and later).',
          command: 'node --use-system-ca server.js',
        },
      ],
      remove: { say: 'Leave the variable out.' },
    },
    {
      id: 'python',
      title: 'Python',
      steps: [
        ...fetched,
        {
          say: 'requests and pip read one file with all roots: add this one to a copy of it.',
          command: `cat "$(python3 -m certifi)" ${pem} > all-roots.pem\nexport REQUESTS_CA_BUNDLE=$PWD/all-roots.pem PIP_CERT=$PWD/all-roots.pem`,
        },
        {
          say: 'In your own code, beside the roots of the system.',
          command: `context = ssl.create_default_context()\ncontext.load_verify_locations("${pem}")`,
        },
      ],
      remove: { say: 'Unset the variables and delete the copy.', command: 'unset REQUESTS_CA_BUNDLE PIP_CERT' },
    },
    {
      id: 'curl',
      title: 'curl',
      steps: [
        ...fetched,
        {
          say: 'For one call; curl then trusts this root alone.',
          command: `curl --cacert ${pem} https://your.server/`,
        },
      ],
      remove: { say: 'Leave the option out.' },
    },
  ];
}

/** Of the DER, as that is what the fingerprint is of. */
function fetchAndCheck(root: TrustRoot, folderUrl: string | null): readonly TrustStep[] {
  const cer = trustFileName(root, '.cer');
  const pem = trustFileName(root, '.pem');
  return [
    ...(folderUrl === null
      ? [
          { say: 'Download the certificate as DER and bring it to the machine.', file: cer },
          { say: 'The same as PEM.', file: pem },
        ]
      : [{ say: 'Download it.', command: `curl -fsSO ${folderUrl}/${cer} && curl -fsSO ${folderUrl}/${pem}` }]),
    {
      say: 'Check what you got. Both must say the fingerprint that your administrator told you.',
      command: [`sha256sum ${cer}`, `openssl x509 -in ${pem} -noout -sha256 -fingerprint`].join('\n'),
    },
  ];
}

function afterFetching(folderUrl: string | null, file: string, command: string): string {
  return folderUrl === null ? command : `curl -fsSO ${folderUrl}/${file} && ${command}`;
}
