// Reads {documents: [text]} from stdin and writes, for each document, an empty text or why it is no SARIF 2.1.0.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";

// The schema of the standard, as that package carries it: of an older draft, whose two words for itself have other names now.
const { $schema, id, ...schema } = createRequire(import.meta.url)("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(schema);

const { documents } = JSON.parse(readFileSync(0, "utf8"));
const verdicts = documents.map((text) =>
  validate(JSON.parse(text)) ? "" : validate.errors.map((e) => `${e.instancePath || "/"} ${e.message}`).join("; "));
process.stdout.write(JSON.stringify(verdicts));
