"""An invented county as rows. Every row that can be is marked synthetic."""
