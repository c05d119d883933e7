import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/** For each line of the file given: `leaf issuing root`, three files. Prints "OK" or the reason, a line each. */
public class ValidatePaths {
  public static void main(String[] arguments) throws Exception {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      String[] files = line.split(" ");
      try {
        X509Certificate leaf = read(factory, files[0]);
        X509Certificate issuing = read(factory, files[1]);
        X509Certificate root = read(factory, files[2]);
        CertPath path = factory.generateCertPath(List.of(leaf, issuing));
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
        System.out.println("OK");
      } catch (Exception refusal) {
        System.out.println(refusal);
      }
    }
  }

  private static X509Certificate read(CertificateFactory factory, String file) throws Exception {
    try (FileInputStream stream = new FileInputStream(file)) {
      return (X509Certificate) factory.generateCertificate(stream);
    }
  }
}
