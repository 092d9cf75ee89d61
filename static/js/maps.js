// The script and the style of the map come only with a page that has one.

export function showMaps() {
  document.addEventListener("content-shown", load);
  load();
}

function load() {
  const { dataset } = document.querySelector("figure.map[data-script]") ?? {};
  if (!dataset || document.querySelector(`script[src="${dataset.script}"]`)) return;
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: dataset.style });
  const script = Object.assign(document.createElement("script"), { src: dataset.script });
  style.onload = () => document.head.append(script);
  document.head.append(style);
}
