"""What API and pages both need below them: finding, access, rates, lock-out, second step, versions, recording."""
