// Filter forms marked data-auto-submit: a change shows the new list without loading the page anew. Links that stay
// on the page (a chip, the next page, list or map) do the same. The address stays short: empty choices are left out.
import htmx from "htmx.org/dist/htmx.esm.js";

const DELAY = 300;
const FORM = "form[data-auto-submit]";
const WORDS = "[type=search], [type=text]";
/** A choice that will be sent in a moment. */
let waiting;

export function followFilters() {
  // What the reader unfolded stays unfolded.
  htmx.config.morphIgnore.push("open");
  document.addEventListener("change", ({ target }) => {
    const form = target.form;
    if (!form?.matches(FORM) || target.matches(WORDS)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => form.requestSubmit(), DELAY);
  });
  document.addEventListener("formdata", (event) => {
    if (!event.target.matches(FORM)) return;
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (!target.matches(FORM) || submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    clearTimeout(waiting);
    waiting = undefined;
    show(withQuery(target.action, new FormData(target, submitter)));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#main a[href]");
    if (!link || !staysHere(link, event)) return;
    event.preventDefault();
    show(addressOf(link).href, link.closest(".pagination"));
  });
}

function withQuery(action, data) {
  const address = new URL(action);
  address.search = new URLSearchParams(data).toString();
  return address.href;
}

/** Links of a drawing say where they lead only in their attribute. */
function addressOf(link) {
  return new URL(link.getAttribute("href"), location.href);
}

/** True for a plain click on a link to another state of a page that has a filter form. */
function staysHere(link, event) {
  if (!document.querySelector(FORM) || event.defaultPrevented || event.button !== 0) return false;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return false;
  const address = addressOf(link);
  const same = address.origin === location.origin && address.pathname === location.pathname;
  return same && !address.hash && !link.hasAttribute("download");
}

/** Put the state of the page at an address in the place of this one; where that fails, go there. */
async function show(address, toTop = false) {
  const path = address.slice(location.origin.length);
  let answered = false;
  const note = ({ detail }) => (answered = detail.ctx.response?.status === 200);
  document.addEventListener("htmx:after:swap", note, { once: true });
  try {
    await htmx.ajax("GET", path, {
      target: "#main",
      select: "#main > *",
      swap: "innerMorph",
      push: "true",
    });
  } finally {
    document.removeEventListener("htmx:after:swap", note);
  }
  if (!answered) {
    location.assign(address);
    return;
  }
  takeChoices();
  if (toTop) document.getElementById("main").scrollIntoView();
  document.dispatchEvent(new CustomEvent("content-shown"));
  readOut(document.querySelector("[data-announce]"));
}

/** What is chosen is what the page that came says, except what was chosen or is being typed since. */
function takeChoices() {
  if (waiting) return;
  const typing = document.activeElement.matches(WORDS) ? document.activeElement : null;
  const words = typing?.value;
  for (const form of document.querySelectorAll(FORM)) form.reset();
  if (typing) typing.value = words;
}

/** Screen readers tell of changes in a live region only. */
function readOut(source) {
  const region = document.querySelector(".live-region") ?? document.createElement("p");
  region.className = "live-region visually-hidden";
  region.setAttribute("role", "status");
  document.body.append(region);
  setTimeout(() => (region.textContent = source?.textContent.trim() ?? ""), 300);
}
