// Everything works without this script; it only saves steps.
import { closeOnLeaving, openOnWideScreens } from "./folds.js";
import { followFilters } from "./filters.js";
import { guardSubmits, showErrors } from "./forms.js";
import { keepFresh } from "./fresh.js";
import { showMaps } from "./maps.js";
import { showPresence } from "./presence.js";

openOnWideScreens();
closeOnLeaving();
showErrors();
guardSubmits();
keepFresh();
followFilters();
showMaps();
showPresence();
