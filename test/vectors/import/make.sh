#!/bin/sh
# Makes every file of this folder again. Run it in this folder; README.md names the versions that made the files at hand.
set -eu
out=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
password='changed-2026'
unicode='Pässwörd €2026'
binary() { base64 -w 100 "$1" >"$out/$2.b64"; }
legacy='-provider legacy -provider default'

# The authority and one server certificate, by `openssl ca`.
mkdir ca && cd ca && mkdir newcerts && : >index.txt && echo 1000 >serial && echo 0A >crlnumber
cat >ca.cnf <<'CNF'
[ca]
default_ca = main
[main]
dir = .
database = index.txt
serial = serial
crlnumber = crlnumber
new_certs_dir = newcerts
certificate = ca.pem
private_key = ca.key
default_md = sha256
default_days = 3650
default_crl_days = 3650
policy = any
unique_subject = no
copy_extensions = copy
crl_extensions = crlext
[any]
countryName = optional
organizationName = optional
commonName = supplied
[req]
distinguished_name = dn
[dn]
[v3ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[crlext]
authorityKeyIdentifier = keyid
CNF
openssl ecparam -name prime256v1 -genkey -noout -out ca.key
openssl req -x509 -new -key ca.key -config ca.cnf -extensions v3ca -subj '/C=DE/O=Import Test/CN=Import Root' -days 7300 -out ca.pem
issue() { # file, subject
  openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
  openssl req -new -key "$1.key" -config ca.cnf -subj "$2" -utf8 -addext "subjectAltName=DNS:$1.lan" -out "$1.csr"
  openssl ca -batch -notext -utf8 -config ca.cnf -extensions leaf -in "$1.csr" -out "$1.pem"
}
issue leaf '/O=Import Test/CN=leaf.lan'
issue held '/O=Import Test/CN=held.lan'
issue timed '/O=Import Test/CN=timed.lan'
issue odd '/O=Münch\/en GmbH/CN=odd.lan'
issue plain '/CN=plain.lan'
openssl ca -config ca.cnf -revoke held.pem -crl_hold holdInstructionReject
openssl ca -config ca.cnf -revoke timed.pem -crl_compromise 20260101000000Z
openssl ca -config ca.cnf -revoke odd.pem -crl_reason superseded
openssl ca -config ca.cnf -revoke plain.pem
openssl ca -config ca.cnf -gencrl -out crl.pem
cp ca.pem ca.key leaf.pem leaf.key leaf.csr crl.pem index.txt serial crlnumber "$out"
cd "$work"
key=ca/leaf.key; leaf=ca/leaf.pem; root=ca/ca.pem

# Keys by openssl.
openssl pkcs8 -topk8 -nocrypt -in $key -out "$out/openssl-pkcs8.pem"
openssl ecparam -name prime256v1 -genkey -out "$out/openssl-sec1-with-parameters.pem"
openssl ec -in $key -no_public -out "$out/openssl-sec1-no-public.pem"
openssl ec -in $key -outform DER -out k && binary k openssl-sec1.der
openssl ec -in $key -param_enc explicit -out "$out/openssl-sec1-explicit.pem"
openssl genrsa -traditional -out "$out/openssl-pkcs1.pem" 2048
openssl rsa -in "$out/openssl-pkcs1.pem" -traditional -outform DER -out k && binary k openssl-pkcs1.der
openssl genpkey -algorithm ed25519 -out "$out/openssl-ed25519.pem"
openssl dsaparam -out dsa.parameters 1024 && openssl genpkey -paramfile dsa.parameters | openssl pkey -traditional -out "$out/openssl-dsa.pem"
for cipher in aes128 aes192 aes256 des3; do
  openssl ec -in $key -$cipher -passout "pass:$password" -out "$out/openssl-traditional-$cipher.pem"
done
openssl ec $legacy -in $key -des -passout "pass:$password" -out "$out/openssl-traditional-des.pem"
for cipher in aes-128-cbc aes-192-cbc aes-256-cbc des3; do
  openssl pkcs8 -topk8 -v2 $cipher -in $key -passout "pass:$password" -out "$out/openssl-pbes2-$cipher.pem"
done
for prf in hmacWithSHA1 hmacWithSHA224 hmacWithSHA384 hmacWithSHA512; do
  openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf $prf -in $key -passout "pass:$password" -out "$out/openssl-pbes2-$prf.pem"
done
openssl pkcs8 -topk8 -scrypt -in $key -passout "pass:$password" -out "$out/openssl-scrypt.pem"
for scheme in PBE-SHA1-3DES PBE-SHA1-2DES PBE-SHA1-RC2-40 PBE-SHA1-RC2-128 PBE-SHA1-RC4-128 PBE-MD5-DES; do
  openssl pkcs8 -topk8 $legacy -v1 $scheme -in $key -passout "pass:$password" -out "$out/openssl-$scheme.pem"
done

# PKCS#12 and PKCS#7 by openssl.
p12() { name=$1; shift; openssl pkcs12 -export -inkey $key -in $leaf -certfile $root -name 'Leaf é' "$@" -out k && binary k "openssl-$name.p12"; }
p12 modern -passout "pass:$password"
p12 legacy -legacy -passout "pass:$password"
p12 unicode -passout "pass:$unicode"
p12 unicode-legacy -legacy -passout "pass:$unicode"
p12 nomac -nomac -passout "pass:$password"
p12 empty -passout pass:
p12 clear -keypbe NONE -certpbe NONE -passout "pass:$password"
p12 sha512 -macalg sha512 -passout "pass:$password"
openssl pkcs12 -in k -passin "pass:$password" -nodes -out "$out/openssl-bag-attributes.pem"
openssl crl2pkcs7 -in ca/crl.pem -certfile $leaf -certfile $root -out "$out/openssl-pkcs7.pem"
openssl crl2pkcs7 -nocrl -certfile $leaf -certfile $root -outform DER -out k && binary k openssl-pkcs7.der
openssl genrsa -out rsa.key 2048
openssl req -x509 -new -key rsa.key -config ca/ca.cnf -extensions v3ca -subj /CN=signer -days 3650 -out rsa.pem
openssl cms -sign -stream -indef -binary -nodetach -in $leaf -signer rsa.pem -inkey rsa.key -outform DER -out k && binary k openssl-cms-ber.der
printf '[dn]\n[req]\ndistinguished_name=dn\n[weak]\nbasicConstraints=critical,CA:TRUE\n1.2.3.4=critical,ASN1:NULL\n' >weak.cnf
openssl req -x509 -newkey rsa:1024 -nodes -keyout weak.key -sha1 -config weak.cnf -extensions weak -subj /CN=weak -days 7300 -out "$out/weak-authority.pem"
openssl x509 -in $leaf -trustout -setalias trusted -out "$out/openssl-trusted.pem"

# Java.
openssl pkcs12 -export -inkey $key -in $leaf -certfile $root -name server -passout "pass:$password" -out k
keytool -importkeystore -srckeystore k -srcstorepass "$password" -srcstoretype PKCS12 -destkeystore j -deststorepass "$password" -deststoretype JKS -noprompt && binary j keytool-keystore.jks
keytool -importkeystore -srckeystore k -srcstorepass "$password" -srcstoretype PKCS12 -destkeystore c -deststorepass "$password" -deststoretype JCEKS -noprompt && binary c keytool-keystore.jceks
keytool -importkeystore -srckeystore k -srcstorepass "$password" -srcstoretype PKCS12 -destkeystore p -deststorepass "$password" -deststoretype PKCS12 -noprompt && binary p keytool-keystore.p12
keytool -importcert -noprompt -alias 'Wurzel ü' -file $root -keystore t -storepass "$password" -storetype JKS && binary t keytool-truststore.jks
keytool -importcert -noprompt -alias 'Wurzel ü' -file $root -keystore tp -storepass "$password" -storetype PKCS12 && binary tp keytool-truststore.p12
keytool -J-Dkeystore.pkcs12.legacy -importcert -noprompt -alias root -file $root -keystore tl -storepass "$password" -storetype PKCS12 && binary tl keytool-legacy.p12

# NSS.
mkdir nss && certutil -N -d nss --empty-password && pk12util -i k -W "$password" -d nss
pk12util -o n -n server -d nss -W "$password" && binary n nss-modern.p12
pk12util -o n8 -n server -d nss -W "$unicode" && binary n8 nss-unicode.p12
pk12util -o n3 -n server -d nss -W "$password" -c 'PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC' -C 'PKCS #12 V2 PBE With SHA-1 And 40 Bit RC2 CBC' && binary n3 nss-legacy.p12

# GnuTLS.
certtool --load-privkey $key --load-certificate $leaf --load-ca-certificate $root --to-p12 --p12-name leaf --password "$password" --outder --outfile g && binary g gnutls.p12
certtool --load-privkey $key --load-certificate $leaf --to-p12 --p12-name leaf --password "$password" --pkcs-cipher 3des-pkcs12 --outder --outfile g3 && binary g3 gnutls-3des.p12
certtool --generate-privkey --key-type ecdsa --curve secp384r1 --no-text --pkcs8 --password "$password" --pkcs-cipher aes-256 --outfile "$out/gnutls-pkcs8.pem"

# strongSwan.
pki --gen --type ecdsa --size 384 --outform pem >"$out/strongswan-key.pem"
pki --self --type priv --in "$out/strongswan-key.pem" --dn 'O=Import Test, CN=strongSwan Root' --ca --lifetime 7300 --outform pem >"$out/strongswan-ca.pem"

# Easy-RSA.
export EASYRSA="$work/easyrsa" EASYRSA_BATCH=1 EASYRSA_REQ_CN='Easy-RSA Root' EASYRSA_ALGO=ec EASYRSA_CURVE=prime256v1 EASYRSA_CERT_EXPIRE=3650
cp -r /usr/share/easy-rsa "$EASYRSA" && cd "$EASYRSA" && ./easyrsa init-pki && ./easyrsa build-ca nopass && unset EASYRSA_REQ_CN && ./easyrsa build-server-full vpn nopass && ./easyrsa build-client-full gone nopass && ./easyrsa revoke gone superseded && ./easyrsa gen-crl
cp pki/ca.crt "$out/easyrsa-ca.crt" && cp pki/private/ca.key "$out/easyrsa-ca.key" && cp pki/index.txt "$out/easyrsa-index.txt" && cp pki/serial "$out/easyrsa-serial" && cp pki/crl.pem "$out/easyrsa-crl.pem" && cp pki/issued/vpn.crt "$out/easyrsa-vpn.crt"
