/* What stays on the phone: a few named values and the outbox. IndexedDB, or localStorage where there is none. */
const NAME = "gridmap-today";
const WAITING = "gridmap-waiting";

function opened() {
  return new Promise((done, failed) => {
    if (!window.indexedDB) return failed(new Error("no IndexedDB"));
    const asked = window.indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("values");
      asked.result.createObjectStore("outbox", { keyPath: "id" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
    asked.onblocked = () => failed(new Error("blocked"));
  });
}

function answered(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

/* Done only when the transaction is: a tab may be killed right after. */
function written(transaction) {
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done();
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
}

/* The page is about to sign out and has taken everything away (page.js): what still runs must not bring it back. */
function leaving() {
  return document.documentElement.dataset.leaving === "yes";
}

const MOST = 500;
export const SENT_DAYS = 31;

/* Ids of what was sent from here, without names: what became of them is asked of the service. */
class Sent {
  async sent(account) {
    const kept = (await this.value("sent")) || [];
    const since = Date.now() - SENT_DAYS * 86400000;
    return kept.filter((one) => one.account === account && one.made > since);
  }
  async noteSent(account, id, made, day) {
    const kept = ((await this.value("sent")) || []).filter((one) => one.id !== id);
    await this.setValue("sent", [...kept, { account, id, made, day }].slice(-MOST));
  }
}

class InDatabase extends Sent {
  constructor(database) {
    super();
    this.database = database;
    database.onversionchange = () => database.close();
  }
  store(name, mode) {
    const transaction = this.database.transaction(name, mode, { durability: "strict" });
    return [transaction.objectStore(name), transaction];
  }
  value(key) {
    return answered(this.store("values", "readonly")[0].get(key));
  }
  async setValue(key, value) {
    if (leaving()) return;
    const [store, transaction] = this.store("values", "readwrite");
    value === undefined ? store.delete(key) : store.put(value, key);
    await written(transaction);
  }
  entries() {
    return answered(this.store("outbox", "readonly")[0].getAll());
  }
  async put(entry) {
    const [store, transaction] = this.store("outbox", "readwrite");
    store.put(entry);
    await written(transaction);
  }
  async remove(id) {
    const [store, transaction] = this.store("outbox", "readwrite");
    store.delete(id);
    await written(transaction);
  }
}

class InLocalStorage extends Sent {
  read(key) {
    return JSON.parse(window.localStorage.getItem(`${NAME}-${key}`) || "null");
  }
  write(key, value) {
    if (value === undefined) window.localStorage.removeItem(`${NAME}-${key}`);
    else window.localStorage.setItem(`${NAME}-${key}`, JSON.stringify(value));
  }
  async value(key) {
    const found = this.read(key);
    return found === null ? undefined : found;
  }
  async setValue(key, value) {
    if (leaving()) return;
    this.write(key, value);
  }
  async entries() {
    return Object.values(this.read("outbox") || {});
  }
  async put(entry) {
    this.write("outbox", { ...this.read("outbox"), [entry.id]: entry });
  }
  async remove(id) {
    const kept = this.read("outbox") || {};
    delete kept[id];
    this.write("outbox", kept);
  }
}

export async function keeper() {
  try {
    return new InDatabase(await opened());
  } catch {
    return new InLocalStorage();
  }
}

/* How many visits wait, for the page's frame, which asks before it signs out. */
export function tellWaiting(count) {
  try {
    if (count) window.localStorage.setItem(WAITING, String(count));
    else window.localStorage.removeItem(WAITING);
  } catch {
    /* A browser without storage has nothing to lose at signing out either. */
  }
}
