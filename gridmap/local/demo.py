"""The demo county's logins: eight names, one password, made up once and kept in .local/demo_password."""

import os

from gridmap.local.paths import LOCAL
from gridmap.local.secrets import keep, kept_secret

PASSWORD = LOCAL / "demo_password"
NAMES = ("county", "township", "village", "leader", "contact", "planner", "auditor", "admin")


def password_for_loading() -> str:
    """DEMO_PASSWORD from the environment, else the kept one, else a new one. Kept, for the greeting of later runs."""
    if chosen := os.environ.get("DEMO_PASSWORD", "").strip():
        keep(PASSWORD, chosen)
    return kept_secret(PASSWORD, length=12)


def greeting(address: str) -> str:
    """What a person needs to open the service. A password that was asked for too late is named, not used."""
    if not PASSWORD.exists():
        return f"\n  {address}\n"
    password = kept_secret(PASSWORD, length=12)
    lines = ["", f"  {address}", f"  logins    {' '.join(NAMES)}", f"  password  {password}", ""]
    if os.environ.get("DEMO_PASSWORD", "").strip() not in ("", password):
        lines.insert(
            4, "            (the demo county was loaded with this one; `make clean` lets you choose another)"
        )
    return "\n".join(lines)
