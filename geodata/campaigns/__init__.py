"""Roll-call campaigns: everybody who must be reached before the cold, the flood or the feast comes, and who still is not."""
