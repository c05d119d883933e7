import { javaString, shellWord } from '../quote.ts';
import {
  clientWords,
  commands,
  configuration,
  prepareClient,
  refreshClient,
  type Software,
  urlHostOf,
} from '../snippet.ts';

/** Java 11 and later, one file that `java` runs; the stores are made of the downloaded files. */
export const java: Software = {
  id: 'java',
  side: 'client',
  label: 'Java',
  family: 'http',
  render: (facts) => {
    const lists = facts.revocation;
    return {
      files: [
        ...prepareClient(
          facts,
          [
            '# Java reads key stores: made here, under a password in a file that only you may read.',
            "(umask 077 && openssl rand -hex 24 | tr -d '\\n' > store.password)",
            ...(facts.own
              ? [
                  `(umask 077 && openssl pkcs12 -export -in ${shellWord(facts.own.fullChain)} -inkey ${shellWord(facts.own.key)} -name client -out keystore.p12 -passout file:store.password)`,
                ]
              : []),
            `keytool -importcert -noprompt -alias root -file ${shellWord(facts.anchor)} -keystore truststore.p12 -storetype PKCS12 -storepass:file store.password`,
          ],
          lists,
        ),
        configuration(
          'Client.java',
          'code',
          'import java.io.*;',
          'import java.net.URI;',
          'import java.net.http.*;',
          'import java.nio.file.*;',
          'import java.security.KeyStore;',
          'import java.security.cert.*;',
          'import javax.net.ssl.*;',
          '',
          'public class Client {',
          '    public static void main(String[] args) throws Exception {',
          '        char[] password = Files.readString(Path.of("store.password")).toCharArray();',
          lists
            ? [
                '        PKIXBuilderParameters rules = new PKIXBuilderParameters(store("truststore.p12", password), new X509CertSelector());',
                `        try (InputStream lists = new FileInputStream(${javaString(facts.crls)})) {`,
                '            rules.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(',
                '                CertificateFactory.getInstance("X.509").generateCRLs(lists))));',
                '        }',
                '        // From the lists only, never over the network; whoever is on none of them is refused.',
                '        PKIXRevocationChecker checker = (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();',
                '        checker.setOptions(java.util.EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));',
                '        rules.addCertPathChecker(checker);',
                '        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");',
                '        trust.init(new CertPathTrustManagerParameters(rules));',
              ]
            : [
                '        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");',
                '        trust.init(store("truststore.p12", password));',
              ],
          facts.own && [
            '        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");',
            '        keys.init(store("keystore.p12", password), password);',
          ],
          '        SSLContext context = SSLContext.getInstance("TLS");',
          `        context.init(${facts.own ? 'keys.getKeyManagers()' : 'null'}, trust.getTrustManagers(), null);`,
          '        HttpClient client = HttpClient.newBuilder().sslContext(context).build();',
          '        HttpResponse<String> response = client.send(',
          `            HttpRequest.newBuilder(URI.create(${javaString(`https://${urlHostOf(facts)}/`)})).build(),`,
          '            HttpResponse.BodyHandlers.ofString());',
          '        System.out.println(response.statusCode() + " " + response.body());',
          '    }',
          '',
          '    static KeyStore store(String name, char[] password) throws Exception {',
          '        return KeyStore.getInstance(new File(name), password);',
          '    }',
          '}',
        ),
        commands('try', 'java Client.java'),
        ...(lists ? [refreshClient(facts)] : []),
      ],
      ...clientWords(facts, { lists }),
    };
  },
};
