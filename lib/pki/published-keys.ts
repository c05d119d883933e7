/** Keys whose private half anyone can look up, because a standard or a test suite prints it. */

/** Where the private key is published, or null. By the SHA-256 of the SubjectPublicKeyInfo in hex. */
export function publishedKeySource(spkiSha256: string): string | null {
  return SOURCES.get(spkiSha256) ?? null;
}

/** Hashes of SubjectPublicKeyInfo by source. Made from the private keys as they are printed there; the sizes that are refused anyway are left out. */
const PUBLISHED: Readonly<Record<string, readonly string[]>> = {
  'RFC 9500 §2.1, testRSA2048': ['8fb6bad671cfe698393c453357da61b56d757ab8c0f3fb9c87f2849e63131878'],
  'RFC 9500 §2.3, testECCP256 and testECCP384': [
    'b2b04340cfaee616ec9c2c62d261b208e54bb197498df52e8cadede23ac0ba5e',
    'c4c10105a0be0ed4dd3354428dc38a9bfee64da141ce16e75c94eda272f9dd3a',
  ],
  'RFC 6979 appendix A.2.5 to A.2.7': [
    '5a7a78cca4a0f420d9bc62bb669c3c2759e39f723d3ae10dcbe0f0815a07ecd4',
    '2f95601fa82060b909bfc6b979dbd303d34d34e0afb27ea496beac362f242a4b',
    '2fb6d46385242ea4ad431f7175e7014eb74a5fc60f65b50ca54cc23c5b08de38',
  ],
  'RFC 8032 §7.1, tests 1 to 3': [
    '06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9',
    'deb2ded39dc26fce0e6085b6fc34bf6b5941913bbfe2ea614113cff9e004c170',
    '8d39ba50abe50f77b6bb8ae7b6927aff7ffbeba35ad2837c0e51e82bcbcc60d5',
  ],
  'RFC 8410 §10.3': ['a1e9156054e04fac899ae9f275132cdc07a5dbc4ea2c2ad3a1ffc6e0d253681f'],
  'RFC 7515 appendix A.3': ['2bd1bb0c44a897c30a7aa0991cde38d8062fe441de50da0f46825344f602e827'],
  'RFC 9881 appendix C': [
    '837832708c5236d951581f1fddf2b79991b3424a0486d16da1ddad0fd69701be',
    'b8b62131bfbe84433efb2273d7f5b87f7a22854a2cfd366fc2aead86d837c52d',
    '07e57c4f14dbad1267f621ec3777b4e2e6c4fbc4c22fbb87510ff8e0b3c6a642',
  ],
  'Node.js, test/fixtures/keys: rsa_public.pem, ec_p256_public.pem': [
    '6b29fb6ab0ffe6a2a07af2087b2c75a73fdb7ee759e12b1538321ba874b88e8b',
    '48f6c3061b4d8c8747e0c2c39a5c41f474b5ee525f5bc324158e498e10655a5f',
  ],
  'Go, net/http/internal/testcert': ['64eebde4d94a861ca1b062a103ef51d4d8a2c1b0a2133838198230e9c85407ed'],
  'CPython 2.7 and 3.6 to 3.13, Lib/test': [
    '052409d23910ef0c2147b2af3d9f8348d9365d367f312eb109ba3daaefbe55d4',
    '0a8b54336a8f109dbf0f1cf6f8ba46f9e31aeaf0c07af3fa56868f0487d895da',
    '11035725de095a06370fc5df46f29eaf693aa691cac6b260de6d569a37f5cf89',
    '1d2054b91a55916ad0dff7f13988af44ab6097b310f9c7587f2637367bd7c150',
    '2e969d5e71491b6cf1691ed5b16b98b9a6b60f864789b1c12ffafe3e9282086e',
    '316541c3534f29b7cbef76e630fd05cf22c7737fc5ec16de930d5a65a10e1478',
    '3610893ac98cb708ebe91f3d7a7da48d9a15e9cd74ddca2976c4072ad5b9e5b4',
    '45f9a0efba2ef7f6d918bba1abbb96d497a69d87551b8258f8f3a44b88634b2e',
    '515894a88719a8d79c72ce9150c5e6e7d618c75203256fc8f511db9b9d20a0c8',
    '532c1cf563e57e9d3cff65cf4e313f4f0ee97755e173c0e946c850c3ab6d76dc',
    '78a9d7ef40805a18a68b7342168614537e61b1733c887c4f86cf4d802f6dbb26',
    '8064304dc78d97bb96dcf71c5edeb7abe8412efeab98972a9749df0ab065ad37',
    '8a12ccf7129ea49354843d05eff2603624e80830d0506170a205ba23aff2afe4',
    '990c02b92948ebe7dd937acf1ee7bda652aee927ae71dcaa027a28d8df0a23fe',
    '9b9d3c3ef2e8355d910e66c472cee6ccedeb6a24ff97eb0a80d55ef37db6928f',
    'a0eb5a3d1414086256cfd994b4afe2c759376087269d7cede24af0dd95c30ab6',
    'ab8e035b61375a026a577d38c424249b74b59795e8690aecf05fcf1c23e27998',
    'ae6cf3f89a9743877ef0585d5c9f16b6ce43a6a6dc3383dcc766742d5dc5e7b0',
    'b27242ebec6d3db0ebbe05bb7c650a421ff90348629d3e0410bc7369b337d4fd',
    'be4c89ae84278a5efc10bd6bfa615e3f84b9a91110b17bb52ba6a351eaa14d4d',
    'c3e2fc4b8742a19c114912a4fcdd9d0c58e3481c6eb4ce447b778bb7edfdde83',
    'd67b630ea74dcbf01fa590d57c4469cff7c8170e72bcdce3510d33ef89dd5224',
    'e2a7b7fd502ed35454f0dd95fae8bebe86cf558ac86c49c78cb8823703cd81f3',
    'eb78e5f113bf5dc3e4db5ccff78d7c289f926e5da719716ca2248384657e008f',
    'edfe2d266a8e34aae10e7fdf5dbaaf4ad37d0fab6d3d738e463f59c066b3b0c5',
    'fe2ff9b611dd9d21678901b8e191235ab48327c483a91a050492bcc31bad3860',
  ],
};
const SOURCES: ReadonlyMap<string, string> = new Map(
  Object.entries(PUBLISHED).flatMap(([source, hashes]) => hashes.map((hash) => [hash, source] as const)),
);
