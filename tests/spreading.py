"""How tests are spread among workers: a module stays together, which makes its world once; a browser's tests do not.

Modules go out by their number of tests, the most first, so that what is left for the end are single tests before a
browser: no worker waits long for the other.
"""

from xdist.scheduler import LoadScopeScheduling

ALONE = "tests/browser/"
"""Each test there makes its own county."""


class Modules(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        # By the first, since a parameter may have such a sign of its own.
        return nodeid if nodeid.startswith(ALONE) else nodeid.partition("::")[0]
