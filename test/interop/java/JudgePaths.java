import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * For each line of the file given, fields separated by spaces: time in milliseconds, three flags (explicit policy, mapping inhibited, any policy
 * inhibited) as 0 or 1, acceptable policies with commas or "-", then certificates in base64 of DER from the trust anchor down to the end. Prints
 * "OK" or the reason, a line each.
 */
public class JudgePaths {
  public static void main(String[] arguments) throws Exception {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    CertPathValidator validator = CertPathValidator.getInstance("PKIX");
    StringBuilder answers = new StringBuilder();
    try (BufferedReader lines = Files.newBufferedReader(Path.of(arguments[0]))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.append(judge(factory, validator, line.split(" "))).append('\n');
      }
    }
    System.out.print(answers);
  }

  private static String judge(CertificateFactory factory, CertPathValidator validator, String[] fields) {
    try {
      X509Certificate anchor = read(factory, fields[3]);
      List<X509Certificate> below = new ArrayList<>();
      for (int at = fields.length - 1; at > 3; at -= 1) below.add(read(factory, fields[at]));
      CertPath path = factory.generateCertPath(below);
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(new Date(Long.parseLong(fields[0])));
      parameters.setExplicitPolicyRequired(fields[1].charAt(0) == '1');
      parameters.setPolicyMappingInhibited(fields[1].charAt(1) == '1');
      parameters.setAnyPolicyInhibited(fields[1].charAt(2) == '1');
      if (!fields[2].equals("-")) parameters.setInitialPolicies(new HashSet<>(List.of(fields[2].split(","))));
      validator.validate(path, parameters);
      return "OK";
    } catch (Exception refusal) {
      return String.valueOf(refusal).replace('\n', ' ');
    }
  }

  private static X509Certificate read(CertificateFactory factory, String text) throws Exception {
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(text)));
  }
}
