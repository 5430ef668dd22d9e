// The one script of the account's pages: it asks the browser for a passkey. Everything else works without it.
"use strict";

const form = document.querySelector("form[data-passkey]");
if (form && window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON) {
  begin(form, form.dataset.passkey === "create");
}

function begin(form, isNew) {
  const options = JSON.parse(form.dataset.options);
  const failure = form.querySelector("[role=alert]");
  let waiting = new AbortController();
  form.hidden = false;
  form.addEventListener("submit", event => {
    event.preventDefault();
    failure.textContent = "";
    ask("optional").catch(() => { failure.textContent = form.dataset.failure; });
  });
  if (!isNew) {
    offer().catch(() => { }); // nothing was asked for yet, so nothing is told
  }

  // Lets the browser offer passkeys where it fills in the address.
  async function offer() {
    if (PublicKeyCredential.isConditionalMediationAvailable && await PublicKeyCredential.isConditionalMediationAvailable()) {
      await ask("conditional");
    }
  }

  async function ask(mediation) {
    waiting.abort();
    waiting = new AbortController();
    const credential = isNew
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), signal: waiting.signal })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), mediation, signal: waiting.signal });
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  }
}
