// Maps: outlines and points from our own GeoJSON, a pin that two fields hold, an outline that a textarea holds.
// The fields are the truth and can be typed in; the map only shows and fills them.

import * as L from "leaflet/dist/leaflet-src.esm.js";

const WIDE = [[49.9, -6.4], [55.8, 1.8]]; // England, until there is something to look at
const NEAR = 15;

for (const element of document.querySelectorAll('[data-module="fg-map"]')) {
  show(element);
}

async function show(element) {
  element.hidden = false;
  const data = element.dataset;
  const map = L.map(element, { zoomSnap: 0.5, attributionControl: Boolean(data.tiles) });
  map.fitBounds(WIDE);
  if (data.tiles) {
    L.tileLayer(data.tiles, { attribution: data.attribution, maxZoom: 19 }).addTo(map);
  }
  if (data.src) {
    await drawPlaces(map, data.src);
  }
  if (data.latitude && data.longitude) {
    holdPin(map, document.getElementById(data.latitude), document.getElementById(data.longitude));
  }
  if (data.outline) {
    holdOutline(map, document.getElementById(data.outline));
  }
}

// drawPlaces draws a collection; its features' names label them and their addresses are followed on a press.
async function drawPlaces(map, src) {
  const answer = await fetch(src, { headers: { Accept: "application/geo+json, application/json" } });
  if (!answer.ok) {
    return; // the page says the same in its list
  }
  const places = L.geoJSON(await answer.json(), {
    style: ({ geometry }) => (geometry?.type.endsWith("Point") ? {} : { className: "fg-map__outline" }),
    pointToLayer: (_, at) => L.circleMarker(at, { radius: 7, className: "fg-map__point" }),
    onEachFeature: describe,
  }).addTo(map);
  if (places.getBounds().isValid()) {
    map.fitBounds(places.getBounds(), { padding: [12, 12], maxZoom: NEAR });
  }
}

function describe(feature, layer) {
  const { name, href } = feature.properties ?? {};
  if (name) {
    const label = document.createElement("span");
    label.textContent = name;
    layer.bindTooltip(label, { sticky: true });
  }
  if (href && href.startsWith("/")) {
    layer.on("click", (event) => {
      L.DomEvent.stop(event);
      window.location.assign(href);
    });
  }
}

// holdPin keeps a pin and two fields the same.
function holdPin(map, latitude, longitude) {
  const pin = L.circleMarker([0, 0], { radius: 10, className: "fg-map__pin", interactive: false });

  const place = (look) => {
    const at = point(latitude.value, longitude.value);
    if (!at) {
      pin.remove();
      return;
    }
    pin.setLatLng(at).addTo(map);
    if (look) {
      map.setView(at, Math.max(map.getZoom(), NEAR));
    }
  };

  map.on("click", ({ latlng }) => {
    [latitude.value, longitude.value] = degrees(latlng);
    place(false);
  });
  latitude.addEventListener("change", () => place(true));
  longitude.addEventListener("change", () => place(true));
  place(true);
}

// holdOutline keeps a shape and a textarea of "latitude, longitude" lines the same.
function holdOutline(map, text) {
  const shape = L.polygon([], { className: "fg-map__outline", interactive: false }).addTo(map);
  const corners = L.layerGroup().addTo(map);

  const draw = (look) => {
    const points = text.value.split("\n").map((line) => point(...line.split(","))).filter(Boolean);
    shape.setLatLngs(points);
    corners.clearLayers();
    for (const at of points) {
      L.circleMarker(at, { radius: 5, className: "fg-map__point", interactive: false }).addTo(corners);
    }
    if (look && points.length > 1) {
      map.fitBounds(shape.getBounds(), { padding: [12, 12] });
    }
  };

  map.on("click", ({ latlng }) => {
    const line = degrees(latlng).join(", ");
    text.value = text.value.trim() === "" ? line : `${text.value.trimEnd()}\n${line}`;
    draw(false);
  });
  text.addEventListener("change", () => draw(true));
  draw(true);
}

// point reads two numbers of degrees; null where they are none, or off the earth.
function point(latitude = "", longitude = "") {
  const [lat, lng] = [latitude, longitude].map((typed) => (typed.trim() === "" ? NaN : Number(typed)));
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? [lat, lng] : null;
}

// degrees writes a point to six places, some ten centimetres.
function degrees({ lat, lng }) {
  return [lat.toFixed(6), lng.toFixed(6)];
}
