"""The demo county's logins: ten names, one password, made up once and kept in .local/demo_password."""

import os

from gridmap.local.paths import LOCAL
from gridmap.local.secrets import keep, kept_secret

PASSWORD = LOCAL / "demo_password"
FIRST_CODE = "first code: "
"""How `prepare` tells the code that opens an installation without accounts."""
NAMES = (
    "county", "township", "village", "leader", "contact", "water", "agriculture", "planner", "auditor", "admin",
)  # fmt: skip


def password_for_loading() -> str:
    """DEMO_PASSWORD from the environment, else the kept one, else a new one. Kept, for the greeting of later runs."""
    if chosen := os.environ.get("DEMO_PASSWORD", "").strip():
        keep(PASSWORD, chosen)
    return kept_secret(PASSWORD, length=12)


def told_code(printed: str) -> str:
    """The one-time code among what `prepare` has printed; empty where the installation has begun."""
    return next(
        (line.removeprefix(FIRST_CODE) for line in printed.splitlines() if line.startswith(FIRST_CODE)), ""
    )


def greeting(address: str, code: str = "") -> str:
    """What a person needs to open the service. A password that was asked for too late is named, not used."""
    if code:
        return "\n".join(["", f"  {address}begin/", f"  one-time code  {code}", ""])
    if not PASSWORD.exists():
        return f"\n  {address}\n"
    password = kept_secret(PASSWORD, length=12)
    lines = ["", f"  {address}", f"  logins    {' '.join(NAMES)}", f"  password  {password}", ""]
    if os.environ.get("DEMO_PASSWORD", "").strip() not in ("", password):
        lines.insert(
            4, "            (the demo county was loaded with this one; `make clean` lets you choose another)"
        )
    return "\n".join(lines)
