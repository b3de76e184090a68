"""After an election: a village's posts change hands, members leave, and their households are handed over, as one act."""
