"""A real standby, copied from a cluster of its own: what the probes say of it, and what writing there comes to."""

from collections.abc import Iterator

import pytest
from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from geodata.base.unavailable import Unavailable, unavailable
from gridmap.databases import profile
from gridmap.health import role_of
from gridmap.local.cluster import DATABASE, OWNER
from tests.backups.test_archiving import as_server, ask
from tests.local.checkouts import checkout
from tests.patience import until


@pytest.fixture
def standby() -> Iterator[BaseDatabaseWrapper]:
    with checkout(durable=False) as ours:
        ours.start()
        copy, sockets = ours.data.with_name("standby"), ours.data.with_name("s")
        for place in (copy, sockets):
            ours.account.own(place)
        as_server(ours, "pg_basebackup", "-D", copy, "--write-recovery-conf", "--checkpoint=fast")
        control = (ours.programs["pg_ctl"], "-D", copy, "-w")
        done = ours.account.run(*control, "-l", copy / "log", "-o", f"-k {sockets}", "start")
        assert done.returncode == 0, done.stdout
        there = connection.copy()
        there.settings_dict |= {"HOST": str(sockets), "NAME": DATABASE, "USER": OWNER, "PASSWORD": ""}
        try:
            ask(ours, "CREATE TABLE told AS SELECT 'by the primary' AS what")
            yield there
        finally:
            there.close()
            ours.account.run(*control, "-m", "immediate", "stop")


@pytest.mark.django_db
def test_a_standby_follows_says_so_and_is_not_written(standby: BaseDatabaseWrapper) -> None:
    with standby.cursor() as cursor:

        def came() -> bool:
            cursor.execute("SELECT to_regclass('told') IS NOT NULL")
            return bool(cursor.fetchone()[0])

        until(came)
        server = profile(standby)
        assert (server.role, role_of(server).startswith("standby, ")) == ("standby", True)
        assert server.lag is not None
        assert server.lag >= 0
        with pytest.raises(Error) as refused:
            cursor.execute("INSERT INTO told VALUES ('by the standby')")
    assert unavailable(refused.value) is Unavailable.READ_ONLY
