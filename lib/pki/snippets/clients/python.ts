import { wideString } from '../quote.ts';
import {
  clientWords,
  commands,
  configuration,
  hostOf,
  prepareClient,
  refreshClient,
  type SnippetFacts,
  type Software,
  urlHostOf,
} from '../snippet.ts';

/** The context that both ways of calling share. `load_verify_locations` reads lists too, although its name does not say so. */
function contextLines(facts: SnippetFacts): string[] {
  return [
    '# Only this root, in place of those of the system.',
    `context = ssl.create_default_context(cafile=${wideString(facts.anchor)})`,
    ...(facts.revocation
      ? [
          `context.load_verify_locations(cafile=${wideString(facts.crls)})`,
          'context.verify_flags |= ssl.VERIFY_CRL_CHECK_CHAIN',
        ]
      : []),
    ...(facts.own ? [`context.load_cert_chain(${wideString(facts.own.fullChain)}, ${wideString(facts.own.key)})`] : []),
  ];
}

/** Python 3.7 and later; https://docs.python.org/3/library/ssl.html */
export const python: Software = {
  id: 'python',
  side: 'client',
  label: 'Python (ssl)',
  family: 'http',
  render: (facts) => {
    const lists = facts.revocation;
    return {
      files: [
        ...prepareClient(facts, [], lists),
        configuration(
          'client.py',
          'code',
          'import http.client',
          'import ssl',
          '',
          contextLines(facts),
          '',
          `connection = http.client.HTTPSConnection(${wideString(hostOf(facts))}, 443, context=context)`,
          'connection.request("GET", "/")',
          'response = connection.getresponse()',
          'print(response.status, response.read().decode())',
        ),
        commands('try', 'python3 client.py'),
        ...(lists ? [refreshClient(facts)] : []),
      ],
      ...clientWords(facts, { lists }),
    };
  },
};

/** Requests 2.28 and later with its `HTTPAdapter`; `verify=` and `cert=` alone know no lists. */
export const pythonRequests: Software = {
  id: 'python-requests',
  side: 'client',
  label: 'Python (requests)',
  family: 'http',
  render: (facts) => {
    const lists = facts.revocation;
    return {
      files: [
        ...prepareClient(facts, [], lists),
        configuration(
          'client_requests.py',
          'code',
          'import ssl',
          '',
          'import requests',
          'from requests.adapters import HTTPAdapter',
          '',
          contextLines(facts),
          '',
          '',
          'class ContextAdapter(HTTPAdapter):',
          '    def init_poolmanager(self, *args, **kwargs):',
          '        super().init_poolmanager(*args, ssl_context=context, **kwargs)',
          '',
          '',
          'session = requests.Session()',
          '# Neither proxies nor roots from the environment.',
          'session.trust_env = False',
          `session.verify = ${wideString(facts.anchor)}`,
          'session.mount("https://", ContextAdapter())',
          `response = session.get(${wideString(`https://${urlHostOf(facts)}/`)}, timeout=10)`,
          'print(response.status_code, response.text)',
        ),
        commands('try', 'python3 client_requests.py'),
        ...(lists ? [refreshClient(facts)] : []),
      ],
      ...clientWords(facts, { lists }),
    };
  },
};
