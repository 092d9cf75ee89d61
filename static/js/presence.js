// Who else has the same case open: asked for while the page is looked at. Without it only the hint is missing.
const PAUSE = 20000;

export function showPresence() {
  const place = document.querySelector("[data-presence]");
  if (!place) return;
  const ask = async () => {
    if (document.hidden) return;
    const body = new URLSearchParams({ csrf_token: place.dataset.token });
    const answer = await fetch(place.dataset.presence, { method: "POST", body }).catch(() => null);
    if (!answer?.ok) return;
    const { others } = await answer.json();
    place.hidden = others.length === 0;
    place.textContent = `${place.dataset.words} ${others.join(", ")}`;
  };
  ask();
  setInterval(ask, PAUSE);
}
