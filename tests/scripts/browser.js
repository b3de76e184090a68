/* What of a browser the pure parts of our scripts touch, for Node: nothing is drawn, nobody is asked. */
import { webcrypto } from "node:crypto";

const words = { textContent: JSON.stringify({ noAnswer: "no answer" }) };
const quiet = { addEventListener() {} };

globalThis.CustomEvent ??= class extends Event {
  constructor(name, { detail } = {}) {
    super(name);
    this.detail = detail;
  }
};
globalThis.window = { ...quiet, crypto: webcrypto, setTimeout: () => 0, clearTimeout() {} };
globalThis.document = { ...quiet, hidden: true, documentElement: { lang: "en" }, getElementById: () => words };

/* The next answers of the service, one for each question; what was asked stands in `asked`. */
export function answers(...told) {
  const asked = [];
  globalThis.fetch = async (address, how) => {
    asked.push({ address, ...how });
    const { status = 200, body = {} } = told.shift() ?? {};
    if (status === 0) throw new TypeError("no network");
    return { ok: status < 400, status, json: async () => body };
  };
  return asked;
}
