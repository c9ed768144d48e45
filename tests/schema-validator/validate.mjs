// Reads {schema, documents: [text]} from stdin and writes, for each document, an empty text or why it does not fit.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import { parse } from "yaml";

const { schema, documents } = JSON.parse(readFileSync(0, "utf8"));
// A keyword the validator does not know is a fault of the schema.
const validate = new Ajv2020({ strictSchema: true, strictTypes: false, strictRequired: false }).compile(schema);

const verdicts = documents.map((text) => {
  let value;
  try {
    value = parse(text, { version: "1.2" });
  } catch (failure) {
    return `not YAML: ${failure.message.split("\n")[0]}`;
  }
  if (validate(value)) return "";
  return validate.errors.map((e) => `${e.instancePath || "/"} ${e.message}`).join("; ");
});
process.stdout.write(JSON.stringify(verdicts));
