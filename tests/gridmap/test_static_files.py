"""Modules of JavaScript find each other under their hashed names."""

import re
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from gridmap import settings as service
from gridmap.static_files import HashedFiles, ServedFiles

EDITOR = Path(settings.BASE_DIR) / "gridmap" / "static" / "gridmap" / "editor"


def test_every_import_names_a_file_with_a_hash(tmp_path):
    shutil.copytree(EDITOR, tmp_path / "editor")
    storage = HashedFiles(location=tmp_path, base_url="/static/")
    names = [f"editor/{path.name}" for path in EDITOR.iterdir()]
    problems = [
        done
        for _name, _new, done in storage.post_process({name: (storage, name) for name in names})
        if isinstance(done, Exception)
    ]
    assert problems == []
    main = (tmp_path / storage.stored_name("editor/main.js")).read_text()
    imported = re.findall(r'from "\./([\w.]+)"', main)
    assert len(imported) > 10
    assert all((tmp_path / "editor" / name).exists() and name.count(".") == 2 for name in imported)


def test_what_no_page_asks_for_is_not_collected():
    assert "gridmap.static_files.ServedFiles" in service.INSTALLED_APPS
    ignored = ServedFiles.ignore_patterns
    collected = {name for finder in finders.get_finders() for name, _storage in finder.list(ignored)}
    assert not [name for name in collected if name.endswith(".map") or name.startswith("rest_framework/")]
    assert {"leaflet/leaflet.js", "drf_spectacular_sidecar/swagger-ui-dist/swagger-ui.css"} <= collected
    assert len(collected) < 200


def test_a_script_may_name_a_map_of_its_source_that_is_not_served(tmp_path):
    (tmp_path / "one.js").write_text("let a;\n//# sourceMappingURL=one.js.map\n")
    storage = HashedFiles(location=tmp_path, base_url="/static/")
    (done,) = storage.post_process({"one.js": (storage, "one.js")})
    assert done[0] == "one.js" and done[2] is True
