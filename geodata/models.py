"""The index for Django: the tables of every concept, in the order in which concepts may know each other."""

from importlib import import_module
from importlib.util import find_spec

from geodata.base.manifest import concepts

for concept in concepts():
    for module in concept.models:
        if find_spec(name := f"geodata.{concept.name}.{module}"):
            import_module(name)
