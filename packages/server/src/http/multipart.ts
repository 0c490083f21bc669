import type { Writable } from 'node:stream';
import express, { type Request, type RequestHandler } from 'express';
import multer from 'multer';
import { LARGEST_BODY } from './request-limits.ts';

/** Its fields have a limit each; the whole has the one of any other form. */
const readBytes: RequestHandler = express.raw({ type: 'multipart/*', limit: LARGEST_BODY });

/** Reads the fields of a multipart form into `request.body`, as `express.urlencoded` does of the other kind. */
export const readMultipart: RequestHandler = (request, response, next) => {
  readBytes(request, response, (error: unknown) => {
    const bytes: unknown = request.body;
    if (error || !Buffer.isBuffer(bytes)) {
      next(error);
      return;
    }
    readForm(bytes)(request, response, (unreadable: unknown) => {
      if (unreadable === undefined || unreadable === null) next();
      // Whatever it is, it is about what was sent: too many fields, too long ones, a form that breaks off.
      else
        next(
          Object.assign(new Error('the form cannot be read', { cause: unreadable }), { status: statusOf(unreadable) }),
        );
    });
  });
};

/** A form sent as `multipart/form-data`, as browsers and the platform's clients do; no function takes a file. */
function readForm(bytes: Buffer): RequestHandler {
  const options = {
    limits: { fieldSize: LARGEST_BODY, fields: 200, fieldNameSize: 200, files: 0 },
    // Multer's types do not know it yet.
    streamHandler: (_request: Request, form: Writable) => {
      form.end(bytes);
    },
  };
  return multer(options).none();
}

const statusOf = (error: unknown): number =>
  error instanceof multer.MulterError && error.code.startsWith('LIMIT_FIELD') ? 413 : 400;
