// Forms: errors get the focus, and one press sends one request.

/** Put the focus on the summary of errors; its links put it into their field. */
export function showErrors() {
  const summary = document.querySelector(".error-summary");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });
}

/** A second press while a form is being sent does nothing. Downloads never leave the page, so they stay free. */
export function guardSubmits() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-download") || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // Disabled only after this turn: a disabled button would not send its name and value.
    setTimeout(() => {
      for (const button of buttonsOf(form)) {
        button.disabled = true;
        button.setAttribute("aria-busy", "true");
      }
    });
  });
  // Back from the next page, the browser may show this one as it was left.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of buttonsOf(form)) {
        button.disabled = false;
        button.removeAttribute("aria-busy");
      }
    }
  });
}

function buttonsOf(form) {
  return [...form.elements].filter((element) => element.type === "submit");
}
