/** What the tests executed last, written by `npm run snippets:record`. Do not edit: the marks on screen follow it. */
export const EXECUTED: Readonly<Record<string, { readonly program: string; readonly sha256: string }>> = {
  apache: {
    program: 'Apache httpd 2.4.71',
    sha256: '4645fb1401ac0768eb9da27710a58d64447930949fa8d7004a7618b3638bb6ac',
  },
  caddy: {
    program: 'Caddy 2.6.2',
    sha256: 'c1e5d73d4e5af73ffdcb578e04336820a22091b3a7a8d16f20ecedef44dcfc28',
  },
  curl: {
    program: 'curl 7.88.1',
    sha256: '2f9dae9cbaaba34c5acb51342dcc47369aa0867b5d7dc800d52559514da4ce78',
  },
  go: {
    program: 'Go 1.19.8',
    sha256: '17a623064beafa07681ffbe7174b5293954243be7d24fd077689c1a21f157d77',
  },
  haproxy: {
    program: 'HAProxy 2.6.12',
    sha256: 'a77451234e92fb29f1bebf751318b46a3619c20ce6406fa1162ce3014de23328',
  },
  java: {
    program: 'Java 17.0.15',
    sha256: '3334864fcdedd6432262c42c9fcdb43717b537b878c5537d0f6627a7472e84ba',
  },
  'mariadb-client': {
    program: 'mariadb 10.11.19',
    sha256: '57a79507b04ec5243f581d5c9d15857e7290fd02fd8379276466ce4192da5881',
  },
  mariadb: {
    program: 'MariaDB 10.11.19',
    sha256: '7ef2a21e0963a0218ea4b3679746e53bdee526c478e5bfab011814fffb940468',
  },
  'mosquitto-pub': {
    program: 'mosquitto_pub 2.0.11',
    sha256: '61bb1e6d50cf60eef22ec7512b291e85fce5b8184091189104211f5ede6a282a',
  },
  mosquitto: {
    program: 'Mosquitto 2.0.11',
    sha256: '42c412da51919688515737359b62f53ad949ab9b172860506d6b4be5be325ece',
  },
  nginx: {
    program: 'nginx 1.22.1',
    sha256: 'c4c37cdfaeeaf170488709f361d13805a876ce0743b93751aa192498f0bf9ed0',
  },
  node: {
    program: 'Node.js 24.21.0',
    sha256: '0d79280dd11036e530c649ceb292e4793ee0b394ecea54d3d48a53f1447f7b81',
  },
  openssl: {
    program: 'OpenSSL 3.0.19',
    sha256: 'd78aa8cd65550e33cbf82e7944dc0d29c3144626fda89351d41c37fdc278ec4d',
  },
  'openvpn-client': {
    program: 'OpenVPN 2.6.14',
    sha256: 'f82d6669ef104555cdfb09504e58a2f56208c634e9ebf09f5679f87f72f75bd2',
  },
  openvpn: {
    program: 'OpenVPN 2.6.14',
    sha256: '1786f9e551902efa968bb4bf595d2da0955893d9fad4da80f9c29517d65e4091',
  },
  postgresql: {
    program: 'PostgreSQL 15.18',
    sha256: '819842783f38d81d0f4ec6f222773b88d7706b823272034de6ec2cba7c9edc84',
  },
  psql: {
    program: 'psql 15.18',
    sha256: 'e2cf338c38a192031122ecf9d8797796f71b5914981e755ccfd526e768665b93',
  },
  'python-requests': {
    program: 'Requests 2.28.1',
    sha256: '704acc1637509fa366c80d87b8c7c7ea5e8b5abcc4ccef643170095241e7d21b',
  },
  python: {
    program: 'Python 3.11.2',
    sha256: '06c42d03cfb724f88c00a69c5532ca500db3878c931b29f156c75e795dac5ee9',
  },
  rabbitmq: {
    program: 'RabbitMQ 3.10.8',
    sha256: '8213c6ef786591af1eebba1b8d6fe966c561564d093fad96e89b5e334fc0efff',
  },
  'redis-cli': {
    program: 'redis-cli 7.0.15',
    sha256: '02ec64d312b6181b90ae717b6b1ef990ea2e2390630a68b0dcf95b25a8cdcfe5',
  },
  redis: {
    program: 'Redis 7.0.15',
    sha256: '7b6abb7280839d4a1c3cc97c5e2f8706feca163345e744f7bdcfc5cea6a002c6',
  },
  'stunnel-client': {
    program: 'stunnel 5.68',
    sha256: '6b55446b7e7cc6fcac84c5c68c4ee22590c88d34f803277a4571c9d58be43e27',
  },
  stunnel: {
    program: 'stunnel 5.68',
    sha256: '33d2d3e313a9101b0683eae4da15659c5deb74b0e46cef9abd7c7c32a78f5fcf',
  },
  wget: {
    program: 'wget 1.21.3',
    sha256: '9804e8c95107f00a2b2bc283c42f89cb74a48a79da0e0c81e7a173ad19f72d4d',
  },
};
