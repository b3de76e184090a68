"""What other programs can be connected to, and a project file of QGIS that is connected to all of it. It holds addresses and no data."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.scope import Right, Scope


@dataclass(frozen=True, slots=True)
class Offered:
    """A collection below /ogc/: who is offered it, and of what shape its features are."""

    title: Promise | str
    right: Right | None = None
    shape: str = "Polygon"


OFFERED: Mapping[str, Offered] = {
    "areas": Offered(_("Areas")),
    "grids": Offered(_("Grids")),
    "coverage_townships": Offered(_("Coverage by township"), Right.COUNTS),
    "coverage_villages": Offered(_("Coverage by village"), Right.COUNTS),
    "coverage_grids": Offered(_("Coverage by grid"), Right.COUNTS),
    "gaps": Offered(_("Gaps"), Right.COUNTS),
    "needs_by_grid": Offered(_("Needs by grid"), Right.NEED),
    "households": Offered(_("Households"), Right.HOUSEHOLDS, "Point"),
}
KEY = "gridmap"
"""The id of the sign-in that the project names; the token itself stands in QGIS alone."""
CRS84 = "OGC:CRS84"


def offered_to(scope: Scope) -> dict[str, Offered]:
    return {name: one for name, one in OFFERED.items() if one.right is None or scope.may(one.right)}


def qgis_project(layers: Mapping[str, Offered], *, service: str, code: str, title: str) -> bytes:
    """Of these layers at the address of the service, of the areas in `code`, each with its own filter."""
    project = Xml.Element("qgis", {"projectname": title, "version": "3.22.0"})
    Xml.SubElement(project, "title").text = title
    _reference(Xml.SubElement(project, "projectCrs"), "EPSG:3857", "3857")
    tree = Xml.SubElement(project, "layer-tree-group")
    listed = Xml.SubElement(project, "projectlayers")
    for name, one in layers.items():
        key = f"{name}_{KEY}"
        drawn = "Qt::Checked" if name in ("coverage_villages", "coverage_grids") else "Qt::Unchecked"
        of_tree = {
            "id": key,
            "name": str(one.title),
            "checked": drawn,
            "expanded": "0",
            "providerKey": "OAPIF",
        }
        Xml.SubElement(tree, "layer-tree-layer", of_tree)
        layer = Xml.SubElement(
            listed, "maplayer", {"type": "vector", "geometry": one.shape, "hasScaleBasedVisibilityFlag": "0"}
        )
        for part, text in (
            ("id", key),
            ("datasource", _source(name, service, code)),
            ("layername", str(one.title)),
            ("provider", "OAPIF"),
        ):
            Xml.SubElement(layer, part).text = text
        _reference(Xml.SubElement(layer, "srs"), CRS84, "4326")
    return bytes(Xml.tostring(project, encoding="utf-8", xml_declaration=True))


def _source(name: str, service: str, code: str) -> str:
    """As QGIS writes the source of a layer: values in quotes, a quote within one after a backslash."""
    values = {
        "authcfg": KEY,
        "filter": f"\"code\" LIKE '{code}%'",
        "pagingEnabled": "true",
        "pageSize": "1000",
        "restrictToRequestBBOX": "1",
        "srsname": CRS84,
        "typename": name,
        "url": service,
        "version": "OGC_API_FEATURES",
    }
    return " ".join(f"{key}='{_quoted(value)}'" for key, value in values.items())


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


def _reference(place: Xml.Element, name: str, srid: str) -> None:
    system = Xml.SubElement(place, "spatialrefsys")
    Xml.SubElement(system, "authid").text = name
    Xml.SubElement(system, "srid").text = srid
