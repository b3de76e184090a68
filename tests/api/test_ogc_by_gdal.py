"""GDAL's own driver reads /ogc/ over HTTP with a token, page by page, and lets the service filter."""

import json
import os
import re
import subprocess
import sys
from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.utils import timezone

from geodata.accounts.models import ApiToken
from tests import village as v
from tests import worlds

READ = """
import json, sys, pyogrio
address, asked = sys.argv[1], json.loads(sys.argv[2])
for name, options in asked.items():
    layer, _, _ = name.partition(" ")
    options = {key: tuple(value) if key == "bbox" else value for key, value in options.items()}
    meta, _ids, shapes, columns = pyogrio.raw.read(f"OAPIF:{address}", layer=layer, PAGE_SIZE="4", **options)
    code = list(meta["fields"]).index("code")
    print(json.dumps({"name": name, "codes": [str(each) for each in columns[code]], "shapes": sum(s is not None for s in shapes)}))
print(json.dumps({"layers": [name for name, _kind in pyogrio.list_layers(f"OAPIF:{address}")]}))
"""
ASKED: dict[str, dict[str, Any]] = {
    "areas": {},
    "grids like": {"where": "code LIKE '430382100%'"},
    "grids in": {"where": "code IN ('430382100201001', '430382101201001')"},
    "grids box": {"bbox": [112.501, 27.901, 112.509, 27.909]},
    "coverage_grids more": {"where": "households >= 2 AND unlinked > 0"},
    "households": {},
}
EXPECTED = {
    "areas": 10,
    "grids like": 3,
    "grids in": 2,
    "grids box": 1,
    "coverage_grids more": 1,
    "households": 6,
}


@pytest.fixture
def token(transactional_db: None) -> str:
    worlds.defaults()
    return ApiToken.issue(user=v.officer("county_officer", v.lived_in_county().county), at=timezone.now())


def test_gdal_reads_every_layer_and_its_filters_are_asked_of_us(token, live_server):
    told = os.environ | {
        "GDAL_HTTP_AUTH": "BEARER",
        "GDAL_HTTP_BEARER": token,
        "CPL_DEBUG": "HTTP,OAPIF",
    }
    command = [sys.executable, "-c", READ, f"{live_server.url}/ogc", json.dumps(ASKED)]
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    *found, last = map(json.loads, done.stdout.splitlines())
    assert last["layers"][:2] == ["areas", "grids"]
    assert {one["name"]: len(one["codes"]) for one in found} == EXPECTED
    asked = [unquote_plus(address) for address in re.findall(r"Fetch\((\S+)\)", done.stderr)]
    for wanted in ("code LIKE '430382100%'", "bbox=112.501", "unlinked"):
        assert any(wanted in address.replace('"', "") for address in asked), (wanted, asked)
    assert any("after=" in address for address in asked), "pages follow each other"
