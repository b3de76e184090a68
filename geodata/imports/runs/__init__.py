"""An import from upload to taking back."""
