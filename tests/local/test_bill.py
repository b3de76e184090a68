"""The bill of what is delivered, and the licences of what browsers load."""

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from gridmap.local import bill
from gridmap.local.dependencies import SERVED
from gridmap.local.paths import CHECKOUT


def is_here(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def test_everything_that_is_locked_is_on_the_bill_with_its_hashes() -> None:
    locked = re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[.*?\])?==", (CHECKOUT / "requirements.lock").read_text(), re.MULTILINE
    )
    told = bill.of_python()
    assert [each["name"] for each in told] == locked
    assert all(each["hashes"] for each in told)
    # Those of other systems are not installed here, and their licence is in no place that could be read.
    nameless = [each["name"] for each in told if "licenses" not in each and is_here(each["name"])]
    assert nameless == []


def test_what_browsers_load_is_on_it_with_its_licence_in_words() -> None:
    assert {*SERVED, "lucide-static"} == {each["name"] for each in bill.of_browsers()}
    assert all(each["licenses"] for each in bill.of_browsers())
    words = bill.notice()
    for each in bill.of_browsers():
        assert f"{each['name']} {each['version']}" in words
    assert words.lower().count("copyright") >= len(SERVED) - 1


def test_both_are_written_by_one_command(tmp_path: Path) -> None:
    assert bill.main([str(tmp_path / "out")]) == 0
    told = json.loads((tmp_path / "out" / "sbom.json").read_text())
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.5")
    assert (tmp_path / "out" / "NOTICE").read_text().startswith("Gridmap ")


def test_without_a_place_it_says_how(capsys) -> None:
    assert bill.main([]) == 2
    assert "DIRECTORY" in capsys.readouterr().err
