import { renderToString } from 'preact-render-to-string';
import { AnswerTable } from '../pages/answer.tsx';
import type { Format } from './format.ts';

/** A plain page to read and to print (seed 002, `out=print`). */
export const print: Format = {
  contentType: 'text/html; charset=utf-8',
  isJson: false,
  framed: false,
  write(doc) {
    const page = renderToString(
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <title>billing</title>
          <link rel="stylesheet" href="/billref.css" />
        </head>
        <body>
          <AnswerTable element={doc} />
        </body>
      </html>,
    );
    return `<!doctype html>${page}\n`;
  },
};
