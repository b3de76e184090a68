"""Modules of JavaScript find each other under their hashed names."""

import re
import shutil
from pathlib import Path

from django.conf import settings

from gridmap.static_files import HashedFiles

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
