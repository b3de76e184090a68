/* The way to the service: JSON in and out, problem documents as errors. */
import { say } from "./words.js";

export class Refused extends Error {
  constructor(status, body) {
    super(body.errors?.[0]?.message || body.detail || words(status));
    this.status = status;
    this.remedy = body.errors?.[0]?.remedy || "";
  }

  /* Nothing is wrong with what was asked: it may be answered later. 0 stands for no answer at all. */
  get passes() {
    return this.status === 0 || this.signedOut || this.status === 429 || this.status >= 500;
  }

  get signedOut() {
    return this.status === 401 || this.status === 403;
  }
}

let token = "";

export function useToken(text) {
  token = text;
}

/* Who signed in anew, in another window, has another token: this page, asked for again, carries it. */
export async function renewToken() {
  const answer = await fetch(window.location.href, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  token = page.getElementById("editor")?.dataset.token || token;
}

/* `version` goes out as If-Match; `signal` lets a later question end this one; `file` is the type of a body that is one.
   Raises Refused. */
export async function ask(method, address, body, { version, signal, keepalive, file } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = file || "application/json";
  if (method !== "GET") headers["X-CSRFToken"] = token;
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  const answer = await reached(address, {
    method,
    headers,
    signal,
    keepalive,
    credentials: "same-origin",
    body: body === undefined || file ? body : JSON.stringify(body),
  });
  const told = await answer.json().catch((error) => {
    if (error.name === "AbortError") throw error;
    return {};
  });
  if (!answer.ok) throw new Refused(answer.status, told);
  return told;
}

async function reached(address, how) {
  try {
    return await fetch(address, how);
  } catch (error) {
    throw error.name === "AbortError" ? error : new Refused(0, {});
  }
}

function words(status) {
  if (status === 0) return say("noAnswer");
  return status >= 500 ? say("serviceFailed", { status }) : say("refused", { status });
}
