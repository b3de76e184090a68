"""Every extract by name: those that the manifests offer."""

from collections.abc import Mapping

from geodata.base.extracts import Extract
from geodata.base.manifest import Gathered, made

EXTRACTS: Mapping[str, Extract] = Gathered(lambda concept: {one.name: one for one in made(concept.extracts)})
