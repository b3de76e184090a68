/* The way to the service: JSON in and out, problem documents as errors. */
export class Refused extends Error {
  constructor(status, body) {
    super(body.errors?.[0]?.message || body.detail || String(status));
    this.status = status;
    this.remedy = body.errors?.[0]?.remedy || "";
  }
}

let token = "";

export function useToken(text) {
  token = text;
}

/* `version` goes out as If-Match; `signal` lets a later question end this one; `file` is the type of a body that is one.
   Raises Refused. */
export async function ask(method, address, body, { version, signal, keepalive, file } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = file || "application/json";
  if (method !== "GET") headers["X-CSRFToken"] = token;
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  const answer = await fetch(address, {
    method,
    headers,
    signal,
    keepalive,
    credentials: "same-origin",
    body: body === undefined || file ? body : JSON.stringify(body),
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, told);
  return told;
}
