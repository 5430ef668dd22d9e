// How the page behaves when the server is away: it says so, tries without end, and loads itself anew where the server no longer knows it.
// What was typed lies in the browser meanwhile (app.js), and what is shown stands in the address.
export function beforeWebStart(options) {
  Object.assign(options.circuit.reconnectionOptions, { maxRetries: undefined, retryIntervalMilliseconds: attempt => (attempt === 0 ? 0 : attempt < 20 ? 500 : 3000) });
}

export function afterWebStarted() {
  document.getElementById("components-reconnect-modal")?.addEventListener("components-reconnect-state-changed", event => {
    if (event.detail.state === "rejected" || event.detail.state === "resume-failed") {
      reloadWhenReady();
    }
  });
}

// The server is there but still starting: a reload would meet an error page.
async function reloadWhenReady() {
  for (;;) {
    try {
      if ((await fetch("/health/ready", { cache: "no-store" })).ok) {
        location.reload();
        return;
      }
    } catch {
      // Not yet.
    }

    await new Promise(resolve => setTimeout(resolve, 500));
  }
}
