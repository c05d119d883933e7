import { wideString } from '../quote.ts';
import { clientWords, commands, configuration, prepareClient, type Software, urlHostOf } from '../snippet.ts';

/** .NET 8 and later; `X509RevocationMode.Online` asks the addresses in the certificate, as files of lists are not read. */
export const dotnet: Software = {
  id: 'dotnet',
  side: 'client',
  label: '.NET',
  family: 'http',
  render: (facts) => ({
    files: [
      ...prepareClient(facts, [], false),
      configuration(
        'Program.cs',
        'code',
        'using System.Net.Security;',
        'using System.Security.Cryptography.X509Certificates;',
        '',
        'var policy = new X509ChainPolicy',
        '{',
        '    // Only this root, in place of those of the system.',
        '    TrustMode = X509ChainTrustMode.CustomRootTrust,',
        facts.revocation
          ? [
              '    // By OCSP or the list at the address in the certificate; when neither answers, it is refused.',
              '    RevocationMode = X509RevocationMode.Online,',
              '    RevocationFlag = X509RevocationFlag.ExcludeRoot,',
            ]
          : ['    RevocationMode = X509RevocationMode.NoCheck,'],
        '};',
        `policy.CustomTrustStore.ImportFromPemFile(${wideString(facts.anchor)});`,
        '',
        'using var handler = new SocketsHttpHandler();',
        'handler.SslOptions.CertificateChainPolicy = policy;',
        facts.own && [
          `using var certificate = X509Certificate2.CreateFromPemFile(${wideString(facts.own.fullChain)}, ${wideString(facts.own.key)});`,
          'var issuing = new X509Certificate2Collection();',
          `issuing.ImportFromPemFile(${wideString(facts.own.fullChain)});`,
          'handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, issuing, offline: true);',
        ],
        'using var client = new HttpClient(handler);',
        `Console.WriteLine(await client.GetStringAsync(${wideString(`https://${urlHostOf(facts)}/`)}));`,
      ),
      commands('try', 'dotnet run'),
    ],
    ...clientWords(facts, { lists: facts.revocation }),
  }),
};
