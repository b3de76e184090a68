"""An import that is checked, with all its lists."""

from typing import Any

from tests.browser.examples import Parts, Stage
from tests.pages.test_imports import checked

STEPS = (
    "", "_columns", "_place", "_answers", "_apply", "_undo", "_abandon", "_mending", "_new", "_changed", "_gone",
    "_problems", "_left_out", "_remarks",
)  # fmt: skip
OPENED: dict[str, Parts] = {
    "office": {
        "imports": {},
        "import_upload": {},
        **{f"import{step}": {"number": "import"} for step in STEPS},
    },
}


def things(stage: Stage) -> dict[str, Any]:
    row = f"{stage.county.west.code},007,例甲,112.505,27.905,,10500000001"
    return {"import": checked(stage.office, row).pk}
