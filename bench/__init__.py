"""Speed as ratios: each figure is measured beside a peer in the same run. `make bench` prints the tables."""
