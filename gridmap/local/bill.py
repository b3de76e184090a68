"""What is delivered with the service, by name, version and licence: `python -m gridmap.local.bill DIRECTORY`

Writes `sbom.json` (CycloneDX 1.5: all of requirements.lock, and of package-lock.json what browsers load) and `NOTICE`: the
licences of what we serve to browsers, as their makers worded them. Read from .venv and node_modules, and asked of nobody.
"""

import json
import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from gridmap import __version__
from gridmap.local.dependencies import MODULES, SERVED
from gridmap.local.paths import CHECKOUT
from gridmap.local.steps import say

LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
BROWSERS = (*SERVED, "lucide-static")
LICENCES = ("LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE", "LICENSE-CC0")
Component = dict[str, Any]


def components() -> list[Component]:
    return [*of_python(), *of_browsers()]


def of_python() -> list[Component]:
    text = (CHECKOUT / "requirements.lock").read_text()
    found = list(LOCKED.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    return [
        component("pypi", match[1], match[2], licence_of(match[1]), HASH.findall(text[match.end() : end]))
        for match, end in zip(found, ends, strict=True)
    ]


def of_browsers() -> list[Component]:
    packages = json.loads((CHECKOUT / "package-lock.json").read_text())["packages"]
    return [
        component("npm", name, told["version"], told.get("license", ""), [])
        for name in BROWSERS
        for told in [packages[f"node_modules/{name}"]]
    ]


def component(kind: str, name: str, version: str, licence: str, hashes: list[str]) -> Component:
    told: Component = {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:{kind}/{name.lower()}@{version}",
    }
    if licence:
        told["licenses"] = [{"license": {"name": licence}}]
    if hashes:
        told["hashes"] = [{"alg": "SHA-256", "content": each} for each in hashes]
    return told


def licence_of(name: str) -> str:
    """As the package that is installed says it; empty where it is not, or says nothing."""
    try:
        told: Distribution = distribution(name)
    except PackageNotFoundError:
        return ""
    meta = told.metadata
    classes = [
        each.rpartition(" :: ")[2] for each in meta.get_all("Classifier") or () if each.startswith("License")
    ]
    said = [*(meta.get_all("License-Expression") or ()), *(meta.get_all("License") or ())]
    # Some put the whole licence there.
    plain = said[0].strip().split("\n")[0] if said else ""
    return plain if plain and len(plain) < 80 else ", ".join(classes)


def bill() -> dict[str, Any]:
    own = {"type": "application", "name": "gridmap", "version": __version__}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": own | {"licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": components(),
    }


def notice() -> str:
    """Of each package that browsers load the licence's own words. Raises FileNotFoundError where one has none."""
    parts = [f"Gridmap {__version__}, Apache-2.0. It serves these to browsers, each under its own licence.\n"]
    for told in of_browsers():
        words = next((file for each in LICENCES if (file := MODULES / told["name"] / each).exists()), None)
        if words is None:
            raise FileNotFoundError(f"{told['name']} has no licence beside it. Run: make install")
        parts.append(
            f"{'-' * 100}\n{told['name']} {told['version']}\n\n{words.read_text(encoding='utf-8').strip()}\n"
        )
    return "\n".join(parts)


def main(words: list[str]) -> int:
    if len(words) != 1:
        print("python -m gridmap.local.bill DIRECTORY", file=sys.stderr)
        return 2
    folder = Path(words[0])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sbom.json").write_text(
        json.dumps(bill(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    (folder / "NOTICE").write_text(notice(), encoding="utf-8")
    say(f"{folder / 'sbom.json'} and {folder / 'NOTICE'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
