"""Changes of the register: proposed by who looks after a household, confirmed by the village, taken back to the last digit."""
