"""Turns a figure into a parcel: draws it, annotates it, adds a watermark and hands it to the outbox."""
