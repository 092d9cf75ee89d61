// A part of a page that is still becoming: [data-fresh] holds an id, and is fetched again until the attribute is gone.

const PAUSE = 3000;

export function keepFresh() {
  const part = document.querySelector("[data-fresh]");
  if (part) setTimeout(() => fetchAgain(part), PAUSE);
}

async function fetchAgain(part) {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const present = answer.ok && page.getElementById(part.id);
    if (present) part.replaceWith(present);
  } catch {
    // The line is away for a moment: the next try comes.
  }
  keepFresh();
}
