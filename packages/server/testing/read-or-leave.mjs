/**
 * What the arguments of this process say, as somebody reads them; where they are not valid, the process says why and
 * leaves.
 *
 * @template Read
 * @param {(args: string[]) => Read} read throws an error that names what is not valid
 */
export function readOrLeave(read) {
  try {
    return read(process.argv.slice(2));
  } catch (error) {
    console.error(`billref: ${error.message}`);
    process.exit(1);
  }
}
