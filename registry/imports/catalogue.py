"""All kinds by name."""

from registry.imports.effects import Effects
from registry.imports.interests import Interests
from registry.imports.kinds import Kind
from registry.imports.partners import Partners
from registry.imports.projects import Projects
from registry.imports.rates import Rates
from registry.refusals import NotFound

KINDS: dict[str, Kind] = {kind.name: kind for kind in (Projects(), Partners(), Interests(), Effects(), Rates())}


def one_kind(name: str) -> Kind:
    """The kind of this name; raises NotFound."""
    if name not in KINDS:
        raise NotFound
    return KINDS[name]
