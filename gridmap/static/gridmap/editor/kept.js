/* What is not yet saved stays in this browser, so that a closed window or a dead battery loses nothing. Signing out takes
   it away, as all that begins with gridmap-. */
export class Kept {
  constructor(who, number) {
    this.key = `gridmap-draft-${who}-${number}`;
  }

  /* `sent`: it went out as the page was left, and no answer could be awaited. */
  write(version, state, sent = false) {
    this.#quietly(() => window.localStorage.setItem(this.key, JSON.stringify({ version, state, sent })));
  }

  read() {
    return this.#quietly(() => JSON.parse(window.localStorage.getItem(this.key)));
  }

  drop() {
    this.#quietly(() => window.localStorage.removeItem(this.key));
  }

  /* A browser that keeps nothing, or has no room left, still draws. */
  #quietly(what) {
    try {
      return what();
    } catch {
      return null;
    }
  }
}
