"""Files that an analysis reads: versioned, and linked to the figures that were drawn from them."""
