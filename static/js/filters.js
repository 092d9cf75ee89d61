// Filter forms marked data-auto-submit: a change sends the form after a moment; the place on the page is kept
// and the new number of results is read out. The address stays short: empty choices are left out of it.

const DELAY = 500;
const KEY = "filters-place";

export function followFilters() {
  for (const form of document.querySelectorAll("form[data-auto-submit]")) follow(form);
  returnToPlace();
}

function follow(form) {
  let timer;
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
  form.addEventListener("change", (event) => {
    if (event.target.form !== form) return;
    if (event.target.matches("[type=search], [type=text]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      remember(form);
      form.requestSubmit();
    }, DELAY);
  });
}

function remember(form) {
  const active = document.activeElement;
  const place = {
    path: location.pathname,
    scroll: scrollY,
    name: form.contains(active) ? active.name : "",
    value: form.contains(active) ? active.value : "",
    type: form.contains(active) ? active.type : "",
    open: [...form.querySelectorAll("details")].map((fold) => fold.open),
    sheet: form.closest("details")?.open ?? false,
  };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(place));
  } catch {
    // Storage may be switched off; then the page simply starts at its top.
  }
}

function recall() {
  try {
    const place = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    return place?.path === location.pathname ? place : null;
  } catch {
    return null;
  }
}

function returnToPlace() {
  const place = recall();
  const form = document.querySelector("form[data-auto-submit]");
  if (!place || !form) return;
  const sheet = form.closest("details");
  if (sheet) sheet.open = place.sheet;
  form.querySelectorAll("details").forEach((fold, position) => {
    if (place.open[position]) fold.open = true;
  });
  const same = (element) => {
    if (element.name !== place.name || element.type !== place.type) return false;
    return !["checkbox", "radio"].includes(element.type) || element.value === place.value;
  };
  if (place.name) [...form.elements].find(same)?.focus({ preventScroll: true });
  scrollTo({ top: place.scroll, behavior: "instant" });
  readOut(document.querySelector("[data-announce]"));
}

/** Screen readers tell of changes in a live region only, not of what was there when the page came. */
function readOut(source) {
  if (!source) return;
  const region = document.createElement("p");
  region.className = "visually-hidden";
  region.setAttribute("role", "status");
  document.body.append(region);
  setTimeout(() => (region.textContent = source.textContent.trim()), 300);
}
