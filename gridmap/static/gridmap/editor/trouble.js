/* What stands between the drawing and the service, in words that stay until it is saved. */
export class Trouble {
  constructor(again) {
    this.box = document.getElementById("trouble");
    this.told = document.getElementById("trouble-told");
    this.signIn = document.getElementById("trouble-sign-in");
    document.getElementById("trouble-again").addEventListener("click", again);
  }

  show(error) {
    const words = [error.message, error.remedy].filter(Boolean).join(" ");
    this.signIn.hidden = !error.signedOut;
    // Words that stand there already are not said again.
    if (this.told.textContent !== words) this.told.textContent = words;
    this.box.hidden = false;
  }

  hide() {
    this.box.hidden = true;
    this.told.textContent = "";
  }
}
