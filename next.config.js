/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // Types are checked by `npm run check`, over the whole tree and once.
  typescript: { ignoreBuildErrors: true },
  // The custom server compresses where it terminates TLS; pages stay small without it.
  compress: true,
  devIndicators: false,
  // The title is in the head of every answer: also where no script moves it there, and before a screen reader speaks.
  htmlLimitedBots: /./,
};

export default config;
