import { jsonString, shellWord } from '../quote.ts';
import { objectName } from '../servers/kubernetes.ts';
import { clientWords, commands, configuration, type Software } from '../snippet.ts';

/** trust-manager of cert-manager: the root in a ConfigMap of every namespace; https://cert-manager.io/docs/trust/trust-manager/ */
export const trustManager: Software = {
  id: 'cert-manager',
  side: 'client',
  label: 'Kubernetes (cert-manager)',
  family: 'http',
  render: (facts) => {
    const name = facts.own ? objectName(facts.own.base) : 'countersign-client';
    return {
      files: [
        commands(
          'prepare',
          '# In the folder where the files were unpacked. trust-manager reads from its own namespace.',
          `kubectl create configmap countersign-root --namespace cert-manager --from-file=root.pem=${shellWord(facts.anchor)}`,
          facts.own &&
            `kubectl create secret tls ${name}-tls --cert=${shellWord(facts.own.fullChain)} --key=${shellWord(facts.own.key)}`,
        ),
        configuration(
          'bundle.yaml',
          'yaml',
          'apiVersion: trust.cert-manager.io/v1alpha1',
          'kind: Bundle',
          'metadata:',
          '  name: countersign-root',
          'spec:',
          '  sources:',
          '    - configMap: { name: countersign-root, key: root.pem }',
          '  target:',
          '    configMap: { key: ca.crt }',
        ),
        configuration(
          'pod.yaml',
          'yaml',
          'apiVersion: v1',
          'kind: Pod',
          `metadata: { name: ${jsonString(name)} }`,
          'spec:',
          '  containers:',
          '    - name: app',
          '      image: your-image',
          '      volumeMounts:',
          '        - { name: root, mountPath: /etc/tls/root, readOnly: true }',
          facts.own && '        - { name: client, mountPath: /etc/tls/client, readOnly: true }',
          '  volumes:',
          '    - name: root',
          '      configMap: { name: countersign-root }',
          facts.own && [
            '    - name: client',
            `      secret: { secretName: ${jsonString(`${name}-tls`)}, defaultMode: 0400 }`,
          ],
        ),
        commands('try', 'kubectl apply -f bundle.yaml -f pod.yaml'),
      ],
      ...clientWords(facts, {
        lists: false,
        notChecked: [
          'Revocation: files only are handed out here. Whether the program in the pod looks at lists is its own matter.',
          'Renewal: cert-manager does not ask Countersign for certificates; put the renewed ones into the secret.',
        ],
      }),
    };
  },
};
