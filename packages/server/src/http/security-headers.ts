import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

const setSecurityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // Not `no-referrer`: it turns the Origin of a page's own form into `null`, and with it the proof of where a payment came
  // from in browsers without Sec-Fetch-Site. Other sites learn nothing either way.
  referrerPolicy: { policy: 'same-origin' },
  // What another origin may read is decided for each function.
  crossOriginResourcePolicy: false,
  // Whether a host and all its subdomains speak https only is its owner's to say.
  strictTransportSecurity: false,
});

/** The headers of every answer, which are the same for each: helmet is asked for them once. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = headersSet();

function headersSet(): Record<string, string> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  setSecurityHeaders(request, response, (error) => {
    if (error !== undefined) throw new Error('helmet has no headers', { cause: error });
  });
  return Object.fromEntries(response.getHeaderNames().map((name) => [name, String(response.getHeader(name))]));
}
