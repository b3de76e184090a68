"""Writing an import in the background."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.errors import DomainError, NotFound
from geodata.imports import runs
from geodata.imports.models import ImportRun
from geodata.jobs.registry import job
from geodata.jobs.work import Work


@job("imports.apply", title=gettext_lazy("Write an import"))
def apply(work: Work, *, run: int) -> dict[str, Any]:
    """Whole or not at all. What is refused leaves the import as it was checked, with the reason."""
    found = runs.seen(work.scope).filter(pk=run).first()
    if found is None:
        raise NotFound(_("There is no such import."), field="run", value=run)
    work.progress(0, found.rows, _("Checking once more"))
    try:
        with transaction.atomic():
            written = runs.write(run=found, scope=work.scope, on=work.on, at=work.at, tell=work.progress)
    except DomainError as error:
        runs.failed(run=found, told=f"{error.message} {error.remedy}".strip())
        return {"written": False, "says": [error.message], "page": f"/imports/{run}/"}
    work.progress(found.rows, found.rows, _("Written"))
    return {"written": written, "page": f"/imports/{run}/", **ImportRun.objects.get(pk=found.pk).counts}
