/** 24 letters and digits without look-alikes: 137 bits, easy to type. */
export function makePassword(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  let password = '';
  while (password.length < 24) {
    for (const octet of crypto.getRandomValues(new Uint8Array(32))) {
      // The largest multiple of the alphabet below 256; the rest is dropped so that no letter is likelier.
      if (octet < alphabet.length * 4 && password.length < 24) password += alphabet[octet % alphabet.length];
    }
  }
  return password;
}
