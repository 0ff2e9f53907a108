"""From a figure to a parcel: drawn, noted, marked, and handed to the outbox."""
