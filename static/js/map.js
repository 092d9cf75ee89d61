// The map of districts as one that can be moved: Leaflet over the outlines of the drawing it takes the place of.
// Shades, words and links are those of the drawing; where a background of tiles is set, it lies below.
import * as L from "leaflet/dist/leaflet-src.esm.js";

/** The map on the page, and the part of the world it showed last. */
let map;
let view;
let outlines;
const address = document.querySelector("figure.map[data-outlines]")?.dataset.outlines;
const isArea = ({ geometry }) => geometry.type === "Polygon";

async function draw() {
  if (map) view = [map.getCenter(), map.getZoom()];
  map?.remove();
  map = undefined;
  outlines ??= fetch(address).then((answer) => answer.json());
  const { features } = await outlines;
  const figure = document.querySelector("figure.map[data-outlines]");
  if (map || !figure) return;
  map = windowIn(figure, L.geoJSON(features.filter(isArea)).getBounds());
  addTiles(figure);
  addContext(features, "region");
  addDistricts(figure, features);
  for (const kind of ["former_sea", "water", "river"]) addContext(features, kind);
  addProjects(figure, map);
}

/** An empty map in the figure that shows what the last one showed, or everything. */
function windowIn(figure, everything) {
  figure.querySelector(".map-window")?.remove();
  const place = document.createElement("div");
  place.className = "map-window";
  figure.prepend(place);
  figure.classList.add("map-live");
  const opened = L.map(place, {
    attributionControl: Boolean(figure.dataset.tiles),
    dragging: !L.Browser.mobile,
    maxBounds: everything.pad(0.5),
    maxZoom: 12,
    scrollWheelZoom: false,
    zoomControl: false,
    zoomSnap: 0.25,
  });
  L.control.zoom({ zoomInTitle: figure.dataset.closer, zoomOutTitle: figure.dataset.farther }).addTo(opened);
  opened.setMinZoom(opened.getBoundsZoom(everything));
  return view ? opened.setView(...view) : opened.fitBounds(everything);
}

function addTiles({ dataset }) {
  if (!dataset.tiles) return;
  map.attributionControl.setPrefix(false);
  L.tileLayer(dataset.tiles, { attribution: dataset.attribution }).addTo(map);
}

function addContext(features, kind) {
  const drawn = features.filter(({ properties }) => properties.kind === kind);
  const className = kind === "region" ? "map-region" : `map-context map-${kind.replace("_", "-")}`;
  return L.geoJSON(drawn, { interactive: false, className }).addTo(map);
}

function addDistricts(figure, features) {
  for (const link of figure.querySelectorAll("svg a[data-code]")) {
    const { code, latitude, longitude } = link.dataset;
    const outline = features.find(({ properties }) => properties.kind === "district" && properties.code === code);
    const className = link.firstElementChild.getAttribute("class");
    const layer = outline
      ? L.geoJSON(outline, { className })
      : L.circleMarker([latitude, longitude], { className, radius: 8 });
    addLink(layer, link.textContent.trim(), () => press(link));
  }
}

/** The projects themselves, where they are few enough to be told apart. */
async function addProjects({ dataset }, shown) {
  if (!dataset.projects) return;
  const answer = await fetch(dataset.projects);
  if (!answer.ok) return;
  const { features } = await answer.json();
  if (shown !== map) return;
  for (const { id, geometry, properties } of features) {
    if (!geometry) continue;
    const [longitude, latitude] = geometry.coordinates;
    const layer = L.circleMarker([latitude, longitude], { className: "map-project", radius: 6 });
    // The page of a project lies beside the list.
    addLink(layer, properties.title, () => location.assign(id));
  }
}

function press(link) {
  link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
}

function addLink(layer, words, go) {
  layer.bindTooltip(words, { sticky: true }).on("click", go).addTo(map);
  const element = layer.getElement?.() ?? layer.getLayers()[0].getElement();
  element.setAttribute("tabindex", "0");
  element.setAttribute("role", "link");
  element.setAttribute("aria-label", words);
  element.addEventListener("keydown", (event) => event.key === "Enter" && go());
}

document.addEventListener("content-shown", draw);
draw();
