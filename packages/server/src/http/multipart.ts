import type { RequestHandler } from 'express';
import multer from 'multer';

/** A form sent as `multipart/form-data`, as browsers and the platform's clients do; no function takes a file. */
const form = multer({ limits: { fieldSize: 64 * 1024, fields: 200, fieldNameSize: 200, files: 0 } }).none();

/** Reads the fields of a multipart form into `request.body`, as `express.urlencoded` does of the other kind. */
export const readMultipart: RequestHandler = (request, response, next) => {
  form(request, response, (error: unknown) => {
    if (error === undefined || error === null) next();
    // Whatever it is, it is about what was sent: too many fields, too long ones, a form that breaks off.
    else next(Object.assign(new Error('the form cannot be read', { cause: error }), { status: statusOf(error) }));
  });
};

const statusOf = (error: unknown): number =>
  error instanceof multer.MulterError && error.code.startsWith('LIMIT_FIELD') ? 413 : 400;
