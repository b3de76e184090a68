"""What pages and files say of the answers: colours, words, shares and lines, with hidden what the reader may not know."""
